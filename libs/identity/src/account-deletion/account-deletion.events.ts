import { defineAuditEvents, fact } from '@authengine/contracts';

export const AccountDeletionEvents = defineAuditEvents({
  requested: { name: 'user.deletion.requested', description: 'A user asked to be deleted; every session ended, and 14 days remain to undo it', plain: 'Your account is to be deleted; for 14 days this can be undone', resource: 'User', metadata: { sessions_ended: fact.count } },
  undone: { name: 'user.deletion.undone', description: 'A user undid the deletion of their account by a mailed link', plain: 'The deletion of your account was undone', resource: 'User' },
  erased: { name: 'user.erased', description: 'A user who had asked to be deleted was erased', resource: 'User', erasesPerson: true },
  exported: { name: 'user.data.exported', description: 'A user fetched what is kept of them', plain: 'Your data was downloaded', resource: 'User' },
});
