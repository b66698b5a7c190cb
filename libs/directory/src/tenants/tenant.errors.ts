import { defineErrors } from '@authengine/kernel';

export const TenantErrors = defineErrors('tenant', {
  platform_protected: { status: 409, title: 'Not for the platform', detail: "The platform's own tenant can be neither suspended nor deleted, and its members are those who hold platform roles." },
  owner_not_found: { status: 404, title: 'No such owner', detail: 'There is no user with this id to own the tenant.' },
  owner_not_active: { status: 409, title: 'Owner not active', detail: 'Only an active user can own a tenant.' },
  last_owner: { status: 409, title: 'Last owner', detail: 'A tenant keeps an owner: transfer the ownership first.' },
  changed_meanwhile: { status: 409, title: 'Changed meanwhile', detail: "The tenant's owner changed while this was under way; look again, and repeat it if it is still meant." },
});
