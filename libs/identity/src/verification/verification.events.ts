import { defineAuditEvents, fact } from '@authengine/contracts';

export const VerificationEvents = defineAuditEvents({
  verified: { name: 'user.email.verified', description: 'A user proved that an address is theirs', plain: 'Your e-mail address was confirmed', resource: 'User', metadata: { email: fact.text }, personal: ['email'] },
  resent: { name: 'user.email_verification.requested', description: 'A new verification mail was asked for', plain: 'A new mail to confirm your e-mail address was asked for', resource: 'User', metadata: { email: fact.text, outcome: fact.text }, personal: ['email'] },
});
