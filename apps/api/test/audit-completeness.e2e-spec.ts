// Runs alone: it asks for every event of the catalogue, and other specs declare some of their own.
import { readFileSync } from 'node:fs';
import { AuditRelay, AuditStore, WebhookRelay } from '@authengine/audit';
import { auditEventCatalogue } from '@authengine/contracts';
import { newId } from '@authengine/kernel';
import { FakeClock, FakeProvider, People } from '@authengine/testing';
import type { OpenAPIObject } from '@nestjs/swagger';
import { actsOfAccounts, APP } from './kit/acts-of-accounts.js';
import { actsOfAdministration } from './kit/acts-of-administration.js';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { readDocument } from './kit/document.js';
import { messageFaults } from './kit/event-schemas.js';
import { observeCalls, writingOperations, type ObservedCall, type WritingOperation } from './kit/observed-calls.js';
import { bearer } from './kit/person.js';
import { WebhookReceiver } from './kit/webhook-receiver.js';
import { createTestApp, type TestApp } from './test-app.js';

type Recorded = Awaited<ReturnType<AuditStore['query']>>[number];

/** They look, and change nothing that anybody owns. */
const LOOKS = ['POST /api/v1/auth/introspect', 'POST /api/v1/auth/introspect/batch', 'POST /api/v1/auth/invitations/preview', 'POST /api/v1/auth/magic-link/preview', 'POST /api/v1/auth/password-reset/preview', 'POST /api/v1/auth/webauthn/authenticate/begin'];
/** Their handlers record by themselves: without a token that stands there is nothing to record (RFC 7009 section 2.2). */
const RECORD_THEMSELVES: Readonly<Record<string, string>> = { 'POST /api/v1/auth/revoke': 'auth.token.revoked' };

/** Of work that begins by itself or that takes days, and where each is shown. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'access.request.refused': 'apps/api/test/introspection.e2e-spec.ts',
  'audit.entries.expired': 'apps/api/test/audit-retention.e2e-spec.ts',
  'application.logout.undelivered': 'apps/api/test/oidc-logout.e2e-spec.ts',
  'mail.delivery.failed': 'libs/mail/src/requests/mail-requests.int-spec.ts',
  'mfa.factors.disowned': 'apps/api/test/disowned.e2e-spec.ts',
  'signing_key.rotated': 'apps/api/test/signing-keys.e2e-spec.ts',
  'signing_key.withdrawn': 'apps/api/test/signing-keys.e2e-spec.ts',
  'user.erased': 'apps/api/test/account-deletion.e2e-spec.ts',
  'user.registration.superseded': 'apps/api/test/address-claims.e2e-spec.ts',
  'user.unproven_setup.removed': 'apps/api/test/address-claims.e2e-spec.ts',
  'webhook.disabled': 'apps/api/test/webhooks.e2e-spec.ts',
};
/** Changes that say what was and what is under other names. */
const OTHER_PAIRS: Readonly<Record<string, readonly [string, string]>> = { 'user.status.changed': ['old_status', 'new_status'], 'user.profile.updated': ['fields_before', 'fields_after'] };

describe('the completeness of the audit log', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let receiver: WebhookReceiver;
  let document: OpenAPIObject;
  let operations: readonly WritingOperation[];
  let calls: ObservedCall[];

  beforeAll(async () => {
    receiver = await new WebhookReceiver().start();
    test = await createTestApp({ clock, provider, env: { OIDC_ENABLED: 'true', REDIRECT_ALLOWLIST: APP, WEBHOOKS_TO_PRIVATE_ADDRESSES: 'true', MAX_CONCURRENT_SESSIONS: '100' } });
    document = await readDocument(test);
    operations = writingOperations(document).filter(({ operation }) => !LOOKS.includes(operation));
    calls = observeCalls(test, document);
  });
  afterAll(async () => {
    await test.close();
    await receiver.stop();
  });

  const recorded = async (requestId: string): Promise<Recorded[]> => test.app.get(AuditStore, { strict: false }).query({ requestId }, { limit: 50 });
  const settled = async (): Promise<void> => {
    await test.mails.settle();
    await test.app.get(AuditRelay, { strict: false }).flush(30_000);
  };
  const target = (path: string): string => path.replace('{provider}', 'github').replace('{role_name}', 'TENANT_USER').replace(/\{\w+\}/g, newId());
  const send = async ({ operation }: WritingOperation, by: Pick<Actor, 'token'> | null, body: unknown = {}, query = ''): Promise<{ status: number; requestId: string }> => {
    const [method = '', path = ''] = operation.split(' ');
    const answer = await fetch(`${test.url}${target(path)}${query}`, {
      method,
      redirect: 'manual',
      headers: { ...(by ? bearer(by.token) : {}), ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }) },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    await answer.arrayBuffer();
    return { status: answer.status, requestId: answer.headers.get('x-request-id') ?? '' };
  };
  const names = (entries: readonly Recorded[], status: (of: string) => boolean): string[] => entries.filter((entry) => status(entry.status)).map(({ action }) => action);
  const refusalOf = (operation: string): string | undefined => {
    const [method = '', path = ''] = operation.split(' ');
    return (document.paths[path]?.[method.toLowerCase() as 'get'] as { 'x-audit-refusal'?: string } | undefined)?.['x-audit-refusal'];
  };

  it('knows every writing operation: each has an event, or says why it has none', () => {
    expect(operations.length).toBeGreaterThan(90);
    expect(operations.filter(({ operation, event }) => event === undefined && RECORD_THEMSELVES[operation] === undefined).map(({ operation }) => operation)).toEqual([]);
    expect(LOOKS.filter((look) => !writingOperations(document).some(({ operation, event }) => operation === look && event === undefined))).toEqual([]);
  });

  it('has every success of every writing operation', async () => {
    await actsOfAccounts(test, provider);
    clock.reset();
    await actsOfAdministration(test, receiver.url);
    await settled();
    const missing: string[] = [];
    for (const { operation, event } of operations) {
      const wanted = event ?? RECORD_THEMSELVES[operation] ?? '';
      const done = calls.filter((call) => call.operation === operation && call.status < 400);
      const entries = (await Promise.all(done.map(({ requestId }) => recorded(requestId)))).flat();
      if (done.length === 0) missing.push(`${operation} was never done: ${calls.filter((call) => call.operation === operation).map(({ status }) => status).join()}`);
      else if (!names(entries, (status) => status === 'success').includes(wanted)) missing.push(`${operation} left no ${wanted}, but ${entries.map(({ action, status }) => `${action} ${status}`).join()}`);
    }
    expect(missing).toEqual([]);
  }, 300_000);

  it('is told to webhooks in messages that fit their schemas', async () => {
    const root = await actorOf(test, await new People(test.dataSource).newMember(await new People(test.dataSource).platform(), 'SUPER_ADMIN'));
    const { body: { id } } = await root.ask<{ id: string }>('POST', '/platform/webhooks', { url: receiver.url, events: ['*'] });
    await root.ask('POST', `/platform/webhooks/${id}/test`);
    receiver.received.length = 0;
    await root.ask('POST', `/platform/webhooks/${id}/replay`, {});
    await test.app.get(WebhookRelay, { strict: false }).settle();
    await root.ask('DELETE', `/platform/webhooks/${id}`);
    const faultsOf = messageFaults(document);
    expect(receiver.received.length).toBeGreaterThan(150);
    expect(receiver.types).toContain('webhook.test');
    expect([...new Set(receiver.received.flatMap(({ body }) => faultsOf(body.type, body)))]).toEqual([]);
  }, 300_000);

  it('says of every change what was and what is', async () => {
    const wrong: string[] = [];
    for (const { operation, event = '' } of operations.filter(({ operation: of }) => /^(PUT|PATCH) /.test(of))) {
      const done = calls.filter((call) => call.operation === operation && call.status < 400);
      const entries = (await Promise.all(done.map(({ requestId }) => recorded(requestId)))).flat().filter(({ action, status }) => action === event && status === 'success');
      const [was, is] = OTHER_PAIRS[event] ?? ['before', 'after'];
      for (const { metadata } of entries) {
        const [before, after] = [metadata[was], metadata[is]];
        const alike = typeof before === 'object' && typeof after === 'object' ? Object.keys(before ?? {}).join() === Object.keys(after ?? {}).join() : typeof before === typeof after;
        if (before === undefined || after === undefined || !alike || JSON.stringify(before) === JSON.stringify(after)) wrong.push(`${operation}: ${JSON.stringify(metadata)}`);
      }
      if (entries.length === 0) wrong.push(`${operation} left no ${event}`);
    }
    expect(wrong).toEqual([]);
  });

  it('has every refusal of a caller who is not signed in, and of one who may not', async () => {
    const missing: string[] = [];
    for (const one of operations.filter(({ needsLogin }) => needsLogin)) {
      // Each has a caller of its own, since floods are counted.
      const outsider = await newActor(test);
      const forged = await send(one, { token: `${outsider.token}x` });
      const powerless = /^\S+ \/api\/v1\/(platform|tenants)\//.test(one.operation) ? await send(one, outsider, { user_id: newId() }) : null;
      await settled();
      for (const [who, answer, statuses] of [['a forger', forged, [401]], ['an outsider', powerless, [403, 404]]] as const) {
        if (!answer) continue;
        const entries = await recorded(answer.requestId);
        if (!(statuses as readonly number[]).includes(answer.status)) missing.push(`${one.operation} answered ${who} with ${answer.status}`);
        else if (!entries.some(({ status }) => status !== 'success')) missing.push(`${one.operation} refused ${who} and has no entry`);
      }
    }
    expect(missing).toEqual([]);
  }, 300_000);

  it('has every failure of a call that was let in', async () => {
    const people = new People(test.dataSource);
    const [missing, cannotFail]: [string[], string[]] = [[], []];
    for (const one of operations) {
      const root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
      const { status, requestId } = await send(one, one.needsLogin ? root : null, { not_a_field: 1 }, '?not_a_parameter=1');
      await settled();
      if (status < 400) {
        cannotFail.push(one.operation);
        continue;
      }
      const wanted = refusalOf(one.operation) ?? one.event;
      const entries = await recorded(requestId);
      if (wanted !== undefined && !names(entries, (of) => of !== 'success').includes(wanted)) missing.push(`${one.operation} failed with ${status} and left no ${wanted}, but ${entries.map(({ action, status: of }) => `${action} ${of}`).join()}`);
    }
    expect(missing).toEqual([]);
    expect(cannotFail).toEqual([]);
  }, 300_000);

  it('has each event of the catalogue, but for those of work that no operation begins, which are shown elsewhere', async () => {
    const seen = new Set((await everything()).map(({ action }) => action));
    expect(auditEventCatalogue().map(({ name }) => name).filter((name) => !seen.has(name) && ELSEWHERE[name] === undefined)).toEqual([]);
    for (const [name, spec] of Object.entries(ELSEWHERE)) expect([name, spec, readFileSync(spec, 'utf8').includes(name)]).toEqual([name, spec, true]);
  });

  it('is told to everybody in entries that fit their schemas, the refused ones too', async () => {
    const faultsOf = messageFaults(document);
    const versions = new Map(auditEventCatalogue().map(({ name, version = 1 }) => [name, version]));
    const messages = (await everything()).map(({ createdAt, resourceId, actorId, targetUserId, tenantId, ipAddress, userAgent, requestId, ...same }) => {
      const created_at = createdAt.toISOString();
      const data = { ...same, resource_id: resourceId, actor_id: actorId, target_user_id: targetUserId, tenant_id: tenantId, ip_address: ipAddress, user_agent: userAgent, request_id: requestId, created_at };
      return { type: same.action, version: versions.get(same.action), timestamp: created_at, data };
    });
    expect(messages.length).toBeGreaterThan(300);
    expect([...new Set(messages.flatMap((message) => faultsOf(message.type, message)))]).toEqual([]);
    expect(auditEventCatalogue().filter(({ facts }) => Object.values(facts).some(({ type }) => type === undefined)).map(({ name }) => name)).toEqual([]);
  });

  async function everything(): Promise<Recorded[]> {
    const all: Recorded[] = [];
    for (let after: Recorded | undefined; ; ) {
      const page = await test.app.get(AuditStore, { strict: false }).query({}, { limit: 500, after });
      all.push(...page);
      after = page.at(-1);
      if (page.length < 500) return all;
    }
  }
});
