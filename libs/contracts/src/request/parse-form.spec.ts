import { onlyValue, parseForm } from './parse-form.js';

describe('a form', () => {
  it('has its parameters by name, each value in its order, those without one left out', () => {
    const form = parseForm(Buffer.from('a=1&b=&a=2&c=%C3%BC+x&token='), ['token']);
    expect([...form]).toEqual([['a', ['1', '2']], ['c', ['ü x']], ['token', ['']]]);
  });

  it('gives the one value of a parameter, and refuses two', () => {
    const form = parseForm(Buffer.from('a=1&b=1&b=1&__proto__=x'));
    expect([onlyValue(form, 'a'), onlyValue(form, 'c'), onlyValue(form, 'constructor')]).toEqual(['1', undefined, undefined]);
    expect(() => onlyValue(form, 'b')).toThrow(expect.objectContaining({ code: 'request.invalid' }) as Error);
  });

  it('of thousands of parameters is malformed', () => {
    expect(() => parseForm(Buffer.from('&a'.repeat(40_000)))).toThrow(expect.objectContaining({ code: 'request.malformed' }) as Error);
  });
});
