import { defineAuditEvents } from '@authengine/contracts';

export const AccountDeletionEvents = defineAuditEvents({
  requested: { name: 'user.deletion.requested', description: 'A user asked to be deleted; every session ended, and 14 days remain to undo it', resource: 'User', metadata: ['sessions_ended'] },
  undone: { name: 'user.deletion.undone', description: 'A user undid the deletion of their account by a mailed link', resource: 'User' },
  erased: { name: 'user.erased', description: 'A user who had asked to be deleted was erased', resource: 'User', erasesPerson: true },
  exported: { name: 'user.data.exported', description: 'A user fetched what is kept of them', resource: 'User' },
});
