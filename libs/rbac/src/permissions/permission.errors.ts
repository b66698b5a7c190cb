import { defineErrors } from '@authengine/kernel';

export const PermissionErrors = defineErrors('permission', {
  reserved: { status: 409, title: 'Permission is reserved', detail: "Names under platform. and tenant., and those that the product declares, are the product's own." },
  other_scope: { status: 409, title: 'Permission exists', detail: 'A permission of that name exists with another scope.' },
  too_many: { status: 409, title: 'Too many permissions', detail: 'The catalogue is full.' },
});
