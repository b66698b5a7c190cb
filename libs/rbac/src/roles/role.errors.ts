import { defineErrors } from '@authengine/kernel';

export const RoleErrors = defineErrors('role', {
  not_found: { status: 404, title: 'No such role', detail: 'There is no role of that name here.' },
  level_insufficient: { status: 403, title: 'Level too low', detail: 'You can act only on roles, and on users, of a lower level than your own.' },
  owner_needs_transfer: { status: 409, title: 'The owner keeps this role', detail: "The tenant's owner holds this role until the ownership is transferred." },
});
