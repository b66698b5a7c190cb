import { readSecurityContact } from './security-contact.js';

describe('whom to tell of a vulnerability', () => {
  it('is an address or a URL', () => {
    expect(readSecurityContact('security@example.com')).toBe('mailto:security@example.com');
    for (const url of ['mailto:security@example.com', 'https://example.com/security', 'tel:+1-201-555-0123']) expect(readSecurityContact(url)).toBe(url);
  });

  it.each(['', 'nobody', 'http://example.com', 'javascript:alert(1)', 'https://example.com/\nContact: mailto:evil@example.com', 'https://example.com/a b'])('is not %j', (text) => {
    expect(() => readSecurityContact(text)).toThrow(/must be/);
  });
});
