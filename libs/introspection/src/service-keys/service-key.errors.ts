import { defineErrors } from '@authengine/kernel';

export const ServiceKeyErrors = defineErrors('service_key', {
  not_found: { status: 404, title: 'No such key', detail: 'There is no service key with this id.' },
  tenant_not_found: { status: 404, title: 'No such tenant', detail: 'There is no tenant with this id to bind the key to.' },
  expiry_out_of_range: { status: 400, title: 'Invalid expiry', detail: 'expires_at must be in the future and at most ten years ahead.' },
});
