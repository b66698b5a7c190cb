import { randomUUID } from 'node:crypto';
import type { AuthEngineOptions } from '../options.js';
import type { RevokedKind } from '../stream/revocation-of.js';
import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.js';
import { EventFeed } from './event-feed.js';
import { People, type TestUser } from './people.js';
import { VirtualClock } from './virtual-clock.js';

export type { TestUser };

const URL_OF_HUB = 'https://auth.test';
const HEARTBEAT_MS = 1_000;

/**
 * AuthEngine in the process of a test, as far as services ask it: `new AuthEngine(hub.options())`, or
 * `AuthEngineModule.forRoot(hub.options())`. Its clock stands until the test advances it.
 */
export class TestHub {
  readonly clock = new VirtualClock();
  /** What was asked, oldest first. */
  readonly questions: Readonly<Record<string, unknown>>[] = [];
  private readonly people = new People();
  private readonly feeds = new Set<EventFeed>();
  private key = `ae_sk_${'0'.repeat(64)}`;
  private isAway = false;
  private epoch = 1;

  /** What a client of this hub is made with. */
  options(more: Partial<AuthEngineOptions> = {}): AuthEngineOptions {
    return { url: URL_OF_HUB, apiKey: this.key, clock: this.clock, transport: this.transport, ...more };
  }

  user(email = `${randomUUID()}@example.com`): TestUser {
    return this.people.add(email);
  }

  /** A tenant; `grant` makes members of it. */
  tenant(): string {
    return randomUUID();
  }

  /** An access token, as a sign-in gives one. */
  signIn(user: TestUser, { tenantId, seconds = 1_800 }: { readonly tenantId?: string; readonly seconds?: number } = {}): string {
    return this.people.signIn(user, tenantId, this.clock.wall(), seconds);
  }

  /** Makes the user a member who holds these; without a tenant, holds them everywhere. */
  grant(user: TestUser, tenantId: string | undefined, ...permissions: string[]): void {
    this.people.grant(user, tenantId, permissions);
  }

  withdraw(user: TestUser, tenantId: string | undefined, ...permissions: string[]): void {
    this.people.withdraw(user, tenantId, permissions);
    this.tell('access', user.id);
  }

  removeMember(user: TestUser, tenantId: string): void {
    this.people.leave(user, tenantId);
    this.tell('access', user.id);
  }

  signOut(token: string): void {
    const session = this.people.signOut(token);
    if (session !== undefined) this.tell('session', session);
  }

  deleteUser(user: TestUser): void {
    this.people.remove(user);
    this.tell('user', user.id);
  }

  deleteTenant(tenantId: string): void {
    this.people.removeTenant(tenantId);
    this.tell('tenant', tenantId);
  }

  /** The key that `options()` gave does not stand any more; the next `options()` have another. */
  revokeKey(): void {
    this.key = `ae_sk_${randomUUID().replaceAll('-', '').repeat(2)}`;
    this.tell('key', randomUUID());
    this.endStreams();
  }

  /** Cannot be reached from now on. */
  goAway(): void {
    this.isAway = true;
    this.endStreams();
  }

  comeBack(): void {
    this.isAway = false;
  }

  private readonly transport: Transport = {
    send: async (request) => {
      if (this.isAway) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      if (request.headers['X-API-Key'] !== this.key) return answered(401, { code: 'introspection.invalid_api_key', detail: 'The API key is not valid.' });
      return this.answer(request);
    },
  };

  private answer({ method, url, body, signal }: TransportRequest): TransportResponse {
    const path = url.slice(`${URL_OF_HUB}/api/v1`.length);
    const asked = JSON.parse(body ?? '{}') as { readonly tokens?: Record<string, unknown>[] };
    if (method === 'POST' && path === '/auth/introspect') return answered(200, this.one(asked));
    if (method === 'POST' && path === '/auth/introspect/batch') return answered(200, { results: (asked.tokens ?? []).map((question) => this.one(question)) });
    if (method === 'GET' && path === '/auth/revocations') return this.stream(signal);
    return answered(404, { code: 'request.not_found', detail: 'The hub for tests answers questions alone.' });
  }

  private one(question: Readonly<Record<string, unknown>>): Record<string, unknown> {
    this.questions.push(question);
    return this.people.answer(question, this.clock.wall(), URL_OF_HUB);
  }

  private stream(signal: TransportRequest['signal']): TransportResponse {
    const feed = new EventFeed();
    this.feeds.add(feed);
    signal.addEventListener('abort', () => this.end(feed));
    this.beat(feed);
    return { status: 200, header: (name) => (name === 'content-type' ? 'text/event-stream' : undefined), text: async () => '', chunks: () => feed.chunks() };
  }

  private beat(feed: EventFeed): void {
    if (!this.feeds.has(feed)) return;
    feed.send('heartbeat', { epoch: this.epoch });
    this.clock.after(HEARTBEAT_MS, () => this.beat(feed));
  }

  private tell(kind: RevokedKind, id: string): void {
    this.epoch += 1;
    for (const feed of this.feeds) feed.send('revoked', { epoch: this.epoch, kind, id });
  }

  private endStreams(): void {
    for (const feed of this.feeds) this.end(feed);
  }

  private end(feed: EventFeed): void {
    this.feeds.delete(feed);
    feed.end();
  }
}

function answered(status: number, body: unknown): TransportResponse {
  const text = JSON.stringify(body);
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return { status, header: (name) => (name === 'content-type' ? type : undefined), text: async () => text, chunks: () => new EventFeed().chunks() };
}
