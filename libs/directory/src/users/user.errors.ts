import { defineErrors } from '@authengine/kernel';

export const UserErrors = defineErrors('user', {
  username_taken: { status: 409, title: 'Username taken', detail: 'That username is taken; choose another.' },
  owns_tenant: { status: 409, title: 'Owner of a tenant', detail: 'This user owns a tenant; transfer the ownership first.' },
  no_second_factor: { status: 409, title: 'No second factor', detail: 'Multi-factor authentication is not on for this user; there is nothing to reset.' },
  no_address: { status: 409, title: 'No address', detail: 'This user has no proven address that a mail could go to.' },
});
