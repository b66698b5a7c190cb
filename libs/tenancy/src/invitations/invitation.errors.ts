import { defineErrors } from '@authengine/kernel';

export const InvitationErrors = defineErrors('invitation', {
  invalid: { status: 400, title: 'Invitation not valid', detail: 'The invitation is not valid, was used or withdrawn, or has expired; ask for a new one.' },
  sign_in_required: { status: 401, title: 'Sign in first', detail: 'This address has an account; sign in to it and accept the invitation then.' },
  other_address: { status: 403, title: 'For another address', detail: 'This invitation is for another address than the one that you have proven to be yours.' },
  no_longer_allowed: { status: 403, title: 'No longer allowed', detail: 'Whoever invited you may no longer give this role; ask for a new invitation.' },
  already_member: { status: 409, title: 'Already a member', detail: 'This address belongs to a member of the tenant.' },
  not_pending: { status: 409, title: 'Not pending', detail: 'This invitation has been accepted or withdrawn already.' },
  too_many_invitations: { status: 429, title: 'Too many invitations', detail: 'This tenant has sent as many invitations as it may for now; try again later.', retryAfterSeconds: 3600 },
  too_many_mails: { status: 429, title: 'Too many mails', detail: 'This address has been mailed often enough for now; try again later.', retryAfterSeconds: 3600 },
});
