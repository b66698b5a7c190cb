import { defineAuditEvents } from '@authengine/contracts';

export const FirstProofEvents = defineAuditEvents({
  stripped: {
    name: 'user.unproven_setup.removed',
    description: 'The first proof of an address took away what had been set up before it',
    resource: 'User',
    metadata: ['sessions_ended', 'password', 'ways_in', 'second_factor'],
  },
});
