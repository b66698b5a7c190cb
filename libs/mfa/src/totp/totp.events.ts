import { defineAuditEvents, fact } from '@authengine/contracts';

export const TotpEvents = defineAuditEvents({
  enrolled: { name: 'mfa.totp.enrolled', description: 'A user was shown the secret of a new authenticator app, which does not count yet', plain: 'The set-up of an authenticator app was begun', resource: 'User', metadata: { replaces: fact.flag, reason: fact.text } },
  confirmed: { name: 'mfa.totp.confirmed', description: 'A user gave the first code of an authenticator app, which counts from then on', plain: 'An authenticator app protects your account from now on', resource: 'User', metadata: { replaced: fact.flag, reason: fact.text } },
  disabled: { name: 'mfa.totp.disabled', description: 'A user turned multi-factor authentication off', plain: 'Multi-factor authentication was turned off', resource: 'User', metadata: { method: fact.text, reason: fact.text } },
});
