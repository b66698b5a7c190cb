import { disownedBy } from './disowned.js';

const AT = new Date('2026-01-15T12:00:00.000Z');

describe('what a mailed link disowns', () => {
  it('is what came since the mail, where it told of no session', () => {
    expect(disownedBy({}, AT)).toEqual({ since: new Date('2026-01-15T11:59:00.000Z'), cameIn: null });
  });

  it('is what came since the session began in which it happened, and the way in by which that began', () => {
    expect(disownedBy({ session_began: '2026-01-15T09:00:00.000Z', strategy: 'google' }, AT)).toEqual({
      since: new Date('2026-01-15T08:59:00.000Z'),
      cameIn: { strategy: 'google', usedSince: new Date('2026-01-15T08:50:00.000Z') },
    });
  });

  it('is never less than what came since the mail', () => {
    expect(disownedBy({ session_began: '2026-01-15T13:00:00.000Z' }, AT).since).toEqual(new Date('2026-01-15T11:59:00.000Z'));
  });
});
