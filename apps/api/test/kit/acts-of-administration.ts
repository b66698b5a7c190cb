import { AuditRelay, WebhookRelay } from '@authengine/audit';
import type { TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import type { TestApp } from '../test-app.js';
import { actorOf, newActor, type Actor } from './actor.js';
import { turnOn } from './authenticator.js';
import { bearer, call, logIn, newAddress, PASSWORD, signUp } from './person.js';

type Ask = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;

/** Fails for what is refused: each of these acts is to succeed. */
const asking = (actor: Actor): Ask => async (method, path, body) => {
  const answer = await actor.ask(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as never;
};

/** What administrators do, of the platform and of a tenant: each operation succeeds once. */
export async function actsOfAdministration(test: TestApp, receiverUrl: string): Promise<void> {
  const people = new People(test.dataSource);
  const root = asking(await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN')));
  const owner = await newActor(test);
  const tenant = await people.tenant(owner.id);
  await ofTenants(test, root);
  await ofUsers(test, root);
  await ofRoles(test, root, asking(owner), tenant);
  await ofPrograms(root, tenant);
  await ofMembers(test, asking(owner), tenant);
  for (const [ask, webhooks, log] of [[root, '/platform/webhooks', '/platform/audit'], [asking(owner), `/tenants/webhooks/${tenant}/webhooks`, `/tenants/audit/${tenant}`]] as const) {
    await ofWebhooks(test, ask, webhooks, receiverUrl);
    await ofTheLog(ask, log, log === '/platform/audit' ? log : `${log}/audit-logs`);
  }
  await asking(owner)('DELETE', `/tenants/${tenant}`);
}

async function ofTenants(test: TestApp, root: Ask): Promise<void> {
  const [owner, next] = [await newActor(test), await newActor(test)];
  const { id } = await root<{ id: TenantId }>('POST', '/platform/tenants', { name: 'Acme', owner_id: owner.id, description: 'of old' });
  await root('PUT', `/platform/tenants/${id}`, { name: 'Acme Two', description: 'of now', require_mfa: true });
  await root('PUT', `/platform/tenants/${id}`, { require_mfa: false });
  await root('PUT', `/platform/tenants/${id}`, { status: 'SUSPENDED' });
  await root('PUT', `/platform/tenants/${id}`, { status: 'ACTIVE' });
  await asking(owner)('PATCH', `/tenants/${id}`, { name: 'Acme Three' });
  await asking(owner)('POST', '/auth/select-tenant', { tenant_id: id });
  await new People(test.dataSource).member(id, next.id, 'TENANT_ADMIN');
  await asking(owner)('POST', `/tenants/${id}/transfer-ownership`, { user_id: next.id });
  await root('DELETE', `/platform/tenants/${id}`);
}

async function ofUsers(test: TestApp, root: Ask): Promise<void> {
  const email = await signUp(test);
  const { access_token: token } = await logIn(test, email);
  await turnOn(test, token);
  const { body: { id } } = await call<{ id: string }>(test, 'GET', '/me', undefined, bearer(token));
  await root('PATCH', `/platform/users/${id}`, { status: 'SUSPENDED' });
  await root('PATCH', `/platform/users/${id}`, { status: 'ACTIVE' });
  await root('DELETE', `/platform/users/${id}/mfa`);
  await root('DELETE', `/platform/users/${id}/sessions`);
  await root('POST', `/platform/users/${id}/require-password-reset`);
  for (const [method, path, body] of [['POST', 'roles', { role_name: 'PLATFORM_ADMIN' }], ['DELETE', 'roles', { role_name: 'PLATFORM_ADMIN' }], ['POST', 'roles', { role_name: 'PLATFORM_ADMIN' }], ['DELETE', 'roles/PLATFORM_ADMIN', undefined]] as const) {
    await root(method, `/platform/roles/users/${id}/${path}`, body);
  }
  await root('PATCH', `/platform/users/${id}?dry_run=true`, { status: 'SUSPENDED' });
  await root('DELETE', `/platform/users/${id}`);
}

async function ofRoles(test: TestApp, root: Ask, owner: Ask, tenant: TenantId): Promise<void> {
  await root('POST', '/platform/permissions', { name: 'billing.invoices.read', description: 'Reads invoices', scope: 'TENANT' });
  for (const [ask, at, scope] of [[root, '/platform/roles', { scope: 'PLATFORM' }], [owner, `/tenants/roles/${tenant}/roles`, {}]] as const) {
    const { id } = await ask<{ id: string }>('POST', at, { name: 'AUDITOR', level: 15, permissions: ['tenant.view'], description: 'Looks', ...scope });
    await ask('PATCH', `${at}/${id}`, { name: 'REVIEWER', level: 16, permissions: ['tenant.users.view'], description: 'Looks again' });
    await ask('DELETE', `${at}/${id}`);
  }
  const member = await new People(test.dataSource).newMember(tenant, 'TENANT_USER');
  const at = `/tenants/roles/${tenant}/users/${member}/roles`;
  await owner('POST', at, { role_name: 'TENANT_MANAGER' });
  await owner('DELETE', `${at}/TENANT_MANAGER`);
  await owner('POST', at, { role_name: 'TENANT_MANAGER' });
  await owner('DELETE', at, { role_name: 'TENANT_MANAGER' });
}

async function ofPrograms(root: Ask, tenant: TenantId): Promise<void> {
  const key = await root<{ id: string }>('POST', '/platform/service-keys', { service_name: 'billing', tenant_id: tenant });
  await root('DELETE', `/platform/service-keys/${key.id}`);
  const { id } = await root<{ id: string }>('POST', '/platform/applications', { name: 'Web shop', type: 'web', redirect_uris: ['https://shop.example.com/callback'], first_party: true });
  await root('PATCH', `/platform/applications/${id}`, { name: 'Shop', redirect_uris: ['https://shop.example.com/back'], status: 'DISABLED' });
  const secret = await root<{ id: string }>('POST', `/platform/applications/${id}/secrets`);
  await root('DELETE', `/platform/applications/${id}/secrets/${secret.id}`);
  await root('DELETE', `/platform/applications/${id}`);
}

async function ofMembers(test: TestApp, owner: Ask, tenant: TenantId): Promise<void> {
  const invite = async (email: string): Promise<string> => (await owner<{ invitation_id: string }>('POST', `/tenants/users/${tenant}/users`, { email })).invitation_id;
  const revoked = await invite(newAddress('guest'));
  test.clock.advance({ minutes: 2 });
  await owner('POST', `/tenants/users/${tenant}/invitations/${revoked}/resend`);
  await owner('DELETE', `/tenants/users/${tenant}/invitations/${revoked}`);
  const email = newAddress('guest');
  await invite(email);
  await call(test, 'POST', '/auth/invitations/accept', { token: await test.mails.token(email), password: PASSWORD });
  const people = new People(test.dataSource);
  await owner('DELETE', `/tenants/users/${tenant}/users/${await people.newMember(tenant, 'TENANT_USER')}`);
  await asking(await actorOf(test, await people.newMember(tenant, 'TENANT_USER')))('DELETE', `/me/tenants/${tenant}`);
}

async function ofWebhooks(test: TestApp, ask: Ask, at: string, url: string): Promise<void> {
  const { id } = await ask<{ id: string }>('POST', at, { url, events: ['*'] });
  await ask('PATCH', `${at}/${id}`, { events: ['tenant.*', 'webhook.*'], description: 'to the SIEM' });
  await ask('POST', `${at}/${id}/rotate-secret`);
  await ask('POST', `${at}/${id}/test`);
  await ask('POST', `${at}/${id}/replay`, {});
  await test.app.get(AuditRelay, { strict: false }).flush();
  await test.app.get(WebhookRelay, { strict: false }).settle();
  const deliveries = await ask<{ id: string; entry_id: string | null }[]>('GET', `${at}/${id}/deliveries`);
  await ask('POST', `${at}/${id}/deliveries/${deliveries.find(({ entry_id }) => entry_id !== null)?.id ?? ''}/redeliver`);
  await test.app.get(WebhookRelay, { strict: false }).settle();
  await ask('DELETE', `${at}/${id}`);
}

async function ofTheLog(ask: Ask, evidence: string, log: string): Promise<void> {
  const [entry] = await ask<{ id: string }[]>('GET', `${log}?limit=1`);
  await ask('GET', `${log}/export?format=csv`);
  await ask('GET', `${log}/stream`);
  await ask('POST', `${evidence}/checkpoint`);
  await ask('GET', `${evidence}/proofs/inclusion?entry_id=${entry?.id ?? ''}`);
}
