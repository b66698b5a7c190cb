import { defineAuditEvents, fact } from '@authengine/contracts';

export const InvitationEvents = defineAuditEvents({
  invited: {
    name: 'tenant.user.invited',
    description: 'An address was invited to a tenant',
    plain: 'You were invited to an organization',
    resource: 'Invitation',
    metadata: { email: fact.text, role_name: fact.text, role_level: fact.number, renewed: fact.flag },
    personal: ['email'],
    predecessor: 'USER_INVITED_TO_TENANT',
  },
  resent: { name: 'tenant.invitation.resent', description: 'An invitation was mailed again, with a new link', resource: 'Invitation', metadata: { email: fact.text, role_name: fact.text }, personal: ['email'] },
  revoked: { name: 'tenant.invitation.revoked', description: 'An invitation was withdrawn', resource: 'Invitation', metadata: { email: fact.text, role_name: fact.text }, personal: ['email'] },
  accepted: {
    name: 'tenant.user.joined',
    description: 'A user joined a tenant by invitation',
    plain: 'You joined an organization',
    resource: 'Invitation',
    metadata: { email: fact.text, role_name: fact.text, invited_by: fact.textOrNull, new_account: fact.flag },
    personal: ['email'],
  },
});
