import { defineAuditEvents } from '@authengine/contracts';

export const MeEvents = defineAuditEvents({
  updated: { name: 'user.profile.updated', description: 'A user changed what is shown of them', plain: 'Your profile was changed', resource: 'User', metadata: ['fields', 'fields_before', 'fields_after'], personal: ['fields_before', 'fields_after'] },
});
