import { inWords } from './told-account.js';

describe('an account at a provider, in words for a mail', () => {
  it('is named by what its owner signs in with and is called', () => {
    expect(inWords({ provider: 'Microsoft', account: 'ada@example.com', name: "Ada O'Neil-Łukasz" })).toBe("The Microsoft account ada@example.com (“Ada O'Neil-Łukasz”)");
    expect(inWords({ provider: 'GitHub', account: 'ada-1815', name: null })).toBe('The GitHub account ada-1815');
    expect(inWords({ provider: 'Google', account: null, name: null })).toBe('The Google account');
  });

  it.each([
    ['Your mailbox is full: https://evil.test/now', 'Your mailbox is full'],
    ['a\r\nBcc: b@evil.test', 'a Bcc'],
    ['<b>www.evil.test</b> Ada', 'Ada'],
    ['x'.repeat(500), `${'x'.repeat(39)}…`],
  ])('has no link, line or markup of a stranger’s in it: %j', (name, left) => {
    expect(inWords({ provider: 'Microsoft', account: null, name })).toBe(`The Microsoft account (“${left}”)`);
  });

  it.each(['https://evil.test', 'evil.test/now', 'a b', `${'a'.repeat(200)}@evil.test`, 'a\n@evil.test', '', '1-800-555-0100', '18005550100'])('leaves out what is neither an address nor a user name: %j', (account) => {
    expect(inWords({ provider: 'Microsoft', account, name: '…' })).toBe('The Microsoft account');
  });
});
