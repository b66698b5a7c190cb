import { brandOver, colorStyle, policyWithLogo } from './brand.js';

describe('the look of a company', () => {
  it.each([['1f4fd8', '#ffffff'], ['ffe000', '#000000'], ['000000', '#ffffff'], ['ffffff', '#000000'], ['767676', '#000000']])('what stands on #%s is %s', (color, onIt) => {
    expect(colorStyle(color)).toBe(`:root { --brand: #${color}; --on-brand: ${onIt}; }\n`);
  });

  it('an application says what differs', () => {
    expect(brandOver({ color: '#111111', name: undefined }, { name: 'Acme', color: '#222222' })).toEqual({ name: 'Acme', color: '#111111' });
  });

  it('a page may load its logo from where that is, and from nowhere else', () => {
    expect(policyWithLogo("default-src 'none'", { logo_url: 'https://cdn.example.com/a/logo.svg' })).toBe("default-src 'none'; img-src https://cdn.example.com");
    expect(policyWithLogo("default-src 'none'", {})).toBe("default-src 'none'");
  });
});
