import { defineAuditEvents } from '@authengine/contracts';

export const MfaResetEvents = defineAuditEvents({
  reset: { name: 'mfa.factors.reset', description: 'Every second factor of a user was taken away by somebody else, and their sessions ended', resource: 'User' },
});
