import { mayFinish, namedUser } from './named-user.js';

const [ONE, OTHER] = ['a'.repeat(43), 'b'.repeat(43)];

describe('who may finish a ceremony', () => {
  it('is anybody where nobody was named', () => {
    for (const address of [undefined, null, '', '  ']) {
      expect(namedUser(ONE, address)).toEqual({});
      expect(mayFinish(namedUser(ONE, address), ONE, 'ada@example.com')).toBe(true);
      expect(mayFinish(namedUser(ONE, address), ONE, null)).toBe(true);
    }
  });

  it('is the user of the address, however it was written', () => {
    for (const address of ['ada@example.com', ' ADA@Example.COM', 'ada＠example.com']) expect(mayFinish(namedUser(ONE, address), ONE, 'ada@example.com')).toBe(true);
  });

  it('is nobody else, and nobody without an address', () => {
    for (const email of ['bob@example.com', '', null]) expect(mayFinish(namedUser(ONE, 'ada@example.com'), ONE, email)).toBe(false);
  });

  it('is told by the challenge that it was begun with alone', () => {
    expect(mayFinish(namedUser(ONE, 'ada@example.com'), OTHER, 'ada@example.com')).toBe(false);
    expect(namedUser(ONE, 'ada@example.com')).not.toEqual(namedUser(OTHER, 'ada@example.com'));
    expect(JSON.stringify(namedUser(ONE, 'ada@example.com'))).not.toContain('ada');
  });
});
