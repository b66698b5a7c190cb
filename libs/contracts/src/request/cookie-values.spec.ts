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
    ['b=2;\ta=1;  a=3', ['1', '3']],
    // Browsers hold other blanks to be a part of the name, so that a prefix behind one binds them to nothing.
    ['\u00a0a=1; \va=2; \ufeffa=3; \u2000a=4; \fa=5', []],
    ['a=1\u00a0', ['1\u00a0']],
  ])('finds in %p what is called a: %p', (header, values) => {
    expect(cookieValues(header, 'a')).toEqual(values);
  });
});
