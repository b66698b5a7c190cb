import { invitationStatus } from './invitation-status.js';

describe('how an invitation stands', () => {
  const expiresAt = new Date(1_000);

  it('is pending until it expires, and not at that moment', () => {
    expect([999, 1_000, 1_001].map((now) => invitationStatus({ status: 'PENDING', expiresAt }, new Date(now)))).toEqual(['pending', 'expired', 'expired']);
  });

  it('stays what it came to, however long ago', () => {
    expect(invitationStatus({ status: 'ACCEPTED', expiresAt }, new Date(5_000))).toBe('accepted');
    expect(invitationStatus({ status: 'REVOKED', expiresAt }, new Date(0))).toBe('revoked');
  });
});
