import { defineAuditEvents, fact } from '@authengine/contracts';

export const FirstProofEvents = defineAuditEvents({
  stripped: {
    name: 'user.unproven_setup.removed',
    description: 'The first proof of an address took away what had been set up before it',
    plain: 'What had been set up before your e-mail address was proven was removed',
    resource: 'User',
    metadata: { sessions_ended: fact.count, password: fact.flag, ways_in: fact.count, second_factor: fact.flag },
  },
});
