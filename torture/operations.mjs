// Which operations of the OpenAPI document end something. Every one that changes anything is named here or has a driver,
// so that a new one must be looked at.
import { ACTS } from './acts.mjs';

/** They give, ask or describe. What a login ends at the limit of sessions, it ends by the way; a role that somebody holds cannot be deleted. */
const END_NOTHING = [
  'POST /platform/applications',
  'POST /platform/applications/{id}/secrets',
  'POST /platform/audit/checkpoint',
  'POST /platform/webhooks',
  'DELETE /platform/webhooks/{webhook_id}',
  'PATCH /platform/webhooks/{webhook_id}',
  'POST /platform/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver',
  'POST /platform/webhooks/{webhook_id}/replay',
  'POST /platform/webhooks/{webhook_id}/rotate-secret',
  'POST /platform/webhooks/{webhook_id}/test',
  'POST /tenants/audit/{tenant_id}/checkpoint',
  'POST /tenants/webhooks/{tenant_id}/webhooks',
  'DELETE /tenants/webhooks/{tenant_id}/webhooks/{webhook_id}',
  'PATCH /tenants/webhooks/{tenant_id}/webhooks/{webhook_id}',
  'POST /tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver',
  'POST /tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/replay',
  'POST /tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/rotate-secret',
  'POST /tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/test',
  'POST /auth/introspect', 'POST /auth/introspect/batch', 'POST /auth/invitations/accept', 'POST /auth/invitations/preview', 'POST /auth/login', 'POST /auth/magic-link/hand-over', 'POST /auth/magic-link/preview',
  'POST /auth/magic-link/request', 'POST /auth/magic-link/verify', 'POST /auth/mfa/complete', 'POST /auth/oauth/exchange', 'POST /auth/oauth/{provider}/link/start', 'POST /auth/password-reset/preview',
  'POST /auth/password-reset/request', 'POST /auth/reauthenticate', 'POST /auth/refresh', 'POST /auth/register', 'POST /auth/select-tenant', 'POST /auth/set-password', 'POST /auth/undo-deletion',
  'POST /auth/verify-email/resend', 'POST /auth/webauthn/authenticate/begin', 'POST /auth/webauthn/authenticate/complete', 'POST /auth/webauthn/register/begin',
  'POST /auth/webauthn/register/complete', 'POST /authz/explain', 'DELETE /platform/roles/{role_id}', 'DELETE /tenants/roles/{tenant_id}/roles/{role_id}', 'PATCH /me', 'POST /me/email', 'POST /me/mfa/enroll', 'POST /me/mfa/recovery-codes', 'POST /me/mfa/verify', 'POST /platform/permissions',
  'POST /platform/roles', 'POST /platform/roles/users/{id}/roles', 'POST /platform/service-keys', 'POST /platform/tenants', 'POST /tenants/roles/{tenant_id}/roles',
  'POST /tenants/roles/{tenant_id}/users/{uid}/roles', 'POST /tenants/users/{tenant_id}/users',
];

/** What is wrong with the lists, for a server that has these paths. */
export function unknownOperations({ paths }) {
  const offered = Object.entries(paths).flatMap(([path, methods]) =>
    ['post', 'put', 'patch', 'delete'].filter((method) => method in methods && path.startsWith('/api/v1/')).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`));
  const named = [...Object.keys(ACTS), ...END_NOTHING];
  return [
    ...offered.filter((operation) => !named.includes(operation)).map((operation) => `${operation} is new: give it a driver in torture/acts.mjs, or say in torture/operations.mjs that it ends nothing`),
    ...named.filter((operation) => !offered.includes(operation)).map((operation) => `${operation} is gone`),
  ];
}
