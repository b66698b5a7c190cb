import { answersChallenge } from './code-challenge.js';

// The pair of RFC 7636 appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('a verifier', () => {
  it('answers its own challenge, and none where none came', () => {
    expect([answersChallenge(VERIFIER, CHALLENGE), answersChallenge(undefined, null)]).toEqual([true, true]);
  });

  it.each([
    [undefined, CHALLENGE],
    [VERIFIER, null],
    [CHALLENGE, CHALLENGE],
    [`${VERIFIER}x`, CHALLENGE],
    [VERIFIER, `${CHALLENGE.slice(0, -1)}A`],
  ])('OC-19 %s does not answer %s', (verifier, challenge) => {
    expect(answersChallenge(verifier, challenge)).toBe(false);
  });
});
