import { defineAuditEvents, fact } from '@authengine/contracts';

export const MeEvents = defineAuditEvents({
  updated: { name: 'user.profile.updated', description: 'A user changed what is shown of them', plain: 'Your profile was changed', resource: 'User', metadata: { fields: fact.texts, fields_before: fact.fields, fields_after: fact.fields }, personal: ['fields_before', 'fields_after'] },
});
