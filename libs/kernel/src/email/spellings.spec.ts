import { spellingsOf } from './spellings.js';

describe('the spellings of an address', () => {
  it('are the canonical one and the one in letters', () => {
    expect(spellingsOf('ada@xn--bcher-kva.example')).toEqual(['ada@xn--bcher-kva.example', 'ada@bücher.example']);
  });

  it('are one where there is one', () => {
    expect(spellingsOf('üma@example.com')).toEqual(['üma@example.com']);
  });
});
