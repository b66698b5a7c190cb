import { defineAuditEvents, fact } from '@authengine/contracts';

export const MfaResetEvents = defineAuditEvents({
  disowned: {
    name: 'mfa.factors.disowned',
    description: 'An owner disowned a session; the authenticator app or recovery codes that had been set up since it began were taken away',
    plain: 'Second factors were removed from your account',
    resource: 'User',
    metadata: { authenticator_app: fact.flag, recovery_codes: fact.flag },
  },
});
