import { defineAuditEvents } from '@authengine/contracts';

export const TotpEvents = defineAuditEvents({
  enrolled: { name: 'mfa.totp.enrolled', description: 'A user was shown the secret of a new authenticator app, which does not count yet', resource: 'User', metadata: ['replaces', 'reason'] },
  confirmed: { name: 'mfa.totp.confirmed', description: 'A user gave the first code of an authenticator app, which counts from then on', resource: 'User', metadata: ['replaced', 'reason'] },
  disabled: { name: 'mfa.totp.disabled', description: 'A user turned multi-factor authentication off', resource: 'User', metadata: ['method', 'reason'] },
});
