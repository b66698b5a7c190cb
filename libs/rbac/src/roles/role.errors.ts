import { defineErrors } from '@authengine/kernel';

export const RoleErrors = defineErrors('role', {
  not_found: { status: 404, title: 'No such role', detail: 'There is no role of that name here.' },
  level_insufficient: { status: 403, title: 'Level too low', detail: 'You can act only on roles, and on users, of a lower level than your own.' },
  owner_needs_transfer: { status: 409, title: 'The owner keeps this role', detail: "The tenant's owner holds this role until the ownership is transferred." },
  protected: { status: 409, title: 'Role is protected', detail: 'This role is built in, or shared by all tenants; it cannot be changed here.' },
  name_taken: { status: 409, title: 'Name taken', detail: 'A role of that name exists already, here or for all tenants.' },
  in_use: { status: 409, title: 'Role in use', detail: 'Somebody holds this role; take it from its holders first.' },
  held_by_actor: { status: 403, title: 'You hold this role', detail: 'A role that you hold yourself is changed by somebody else.' },
  permission_not_held: { status: 403, title: 'Permission not held', detail: 'You can put only permissions into a role that you hold yourself.' },
});
