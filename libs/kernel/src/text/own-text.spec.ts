import { ownText } from './own-text.js';

describe('a text of its own', () => {
  it('is the same text', () => {
    for (const text of ['', 'a', 'eyJ.eyJ.-_x', 'x'.repeat(5_000)]) expect(ownText(text)).toBe(text);
  });
});
