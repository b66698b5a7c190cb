import { cookieValues } from './cookie-values.js';

describe('cookieValues', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['a=1', ['1']],
    ['b=2; a=1;a=3', ['1', '3']],
    ['xa=1; a =1; A=1; ab=1', []],
    ['a=', ['']],
    ['a=1=2', ['1=2']],
  ])('finds in %p what is called a: %p', (header, values) => {
    expect(cookieValues(header, 'a')).toEqual(values);
  });
});
