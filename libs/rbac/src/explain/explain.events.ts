import { defineAuditEvents, fact } from '@authengine/contracts';

export const ExplainEvents = defineAuditEvents({
  explained: {
    name: 'access.decision.explained',
    description: 'Somebody asked why a user may do something, or may not',
    plain: 'Somebody looked up why you may do something',
    resource: 'UserRole',
    metadata: { permission: fact.text, allowed: fact.flag, reason: fact.text },
  },
});
