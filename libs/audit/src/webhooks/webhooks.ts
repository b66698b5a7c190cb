import { auditEventCatalogue, AuditTrail, beforeAndAfter, RequestErrors } from '@authengine/contracts';
import { Clock, newId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuditFeed, FEED_START } from '../feed/audit-feed.js';
import { FeedCursors } from '../feed/feed-cursors.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { unknownFilters } from './event-filter.js';
import { Receivers } from './receivers.js';
import { WebhookErrors } from './webhook.errors.js';
import { WebhookEvents } from './webhook.events.js';
import { Webhook } from './webhook.entity.js';
import { WebhookRights } from './webhook-rights.js';
import { WebhookSecrets } from './webhook-secrets.js';

const MAX_WEBHOOKS = 20;
const PREVIOUS_SECRET_MS = 24 * 3_600_000;

/** Whose events: a tenant's, or everybody's (null). */
export type WebhookScope = TenantId | null;

export interface WebhookFields {
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
  readonly enabled: boolean;
}

/**
 * Makes, changes and removes webhooks. A webhook of another scope is not there. Every change throws AccessErrors.forbidden when its
 * actor may not make it any more.
 */
@Injectable()
export class Webhooks {
  constructor(
    private readonly transactions: Transactions,
    private readonly feed: AuditFeed,
    private readonly cursors: FeedCursors,
    private readonly relay: AuditRelay,
    private readonly receivers: Receivers,
    private readonly secrets: WebhookSecrets,
    private readonly rights: WebhookRights,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  list(scope: WebhookScope): Promise<Webhook[]> {
    return this.transactions.manager
      .createQueryBuilder(Webhook, 'webhook')
      .where(scope === null ? 'webhook.tenantId IS NULL' : 'webhook.tenantId = :scope', { scope })
      .orderBy({ 'webhook.createdAt': 'DESC', 'webhook.id': 'DESC' })
      .getMany();
  }

  /** @throws WebhookErrors.not_found */
  find(scope: WebhookScope, id: string): Promise<Webhook> {
    return this.read(scope, id, false);
  }

  /**
   * It is told of what happens from now on. `secret` is in this answer only.
   * @throws RequestErrors.invalid, WebhookErrors.too_many, ServerErrors.unavailable
   */
  async create(scope: WebhookScope, fields: WebhookFields, createdBy: UserId): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
    await this.check(fields);
    // Entries that are not shipped yet would come after the end of the feed, and happened before.
    await this.relay.flush();
    const id = newId();
    const { raw, sealed } = this.secrets.make(id);
    const now = this.clock.now();
    const webhook = await this.transactions.run(async () => {
      await this.rights.hold(scope, createdBy);
      await this.holdPlatform(scope);
      if ((await this.list(scope)).length >= MAX_WEBHOOKS) throw WebhookErrors.too_many();
      const made: Webhook = {
        id,
        tenantId: scope,
        url: fields.url,
        events: [...fields.events],
        description: fields.description,
        enabled: fields.enabled,
        disabledReason: null,
        sealedSecret: sealed,
        previousSealedSecret: null,
        previousSecretUntil: null,
        position: await this.feed.end(),
        leasedUntil: now,
        pausedUntil: now,
        failures: 0,
        failingSince: null,
        lastSuccessAt: null,
        createdBy,
        createdAt: now,
        updatedAt: now,
      };
      await this.transactions.manager.insert(Webhook, made);
      await this.record(WebhookEvents.created, made, { events: made.events, enabled: made.enabled });
      return made;
    });
    return { webhook, secret: raw };
  }

  /**
   * One that is started again goes on with what happens from now on, and with messages that were waiting.
   * @throws RequestErrors.invalid, WebhookErrors.not_found
   */
  async update(scope: WebhookScope, id: string, changes: Partial<WebhookFields>, by: UserId): Promise<Webhook> {
    await this.find(scope, id);
    await this.check(changes);
    return this.transactions.run(async () => {
      await this.rights.hold(scope, by);
      const before = await this.read(scope, id, true);
      const now = this.clock.now();
      const starts = changes.enabled === true && !before.enabled;
      const moved = changes.url !== undefined && changes.url !== before.url;
      const after: Webhook = {
        ...before,
        ...changes,
        events: [...(changes.events ?? before.events)],
        updatedAt: now,
        ...(changes.enabled === undefined ? {} : { disabledReason: null }),
        ...(starts || moved ? { failures: 0, failingSince: null, pausedUntil: now } : {}),
        ...(starts ? { position: await this.feed.end() } : {}),
      };
      await this.transactions.manager.save(Webhook, after);
      if (starts) await this.transactions.manager.query("UPDATE webhook_deliveries SET queued_at = $2, next_attempt_at = $2, attempts = 0 WHERE webhook_id = $1 AND status = 'pending'", [id, now]);
      await this.record(WebhookEvents.updated, after, changesBetween(before, after));
      return after;
    });
  }

  /** @throws WebhookErrors.not_found */
  async remove(scope: WebhookScope, id: string, by: UserId): Promise<void> {
    await this.transactions.run(async () => {
      await this.rights.hold(scope, by);
      const webhook = await this.read(scope, id, true);
      await this.transactions.manager.delete(Webhook, { id });
      await this.record(WebhookEvents.deleted, webhook, { events: webhook.events });
    });
  }

  /**
   * Two secrets live for a day: the new one, which is in this answer only, and the one before.
   * @throws WebhookErrors.not_found
   */
  async rotateSecret(scope: WebhookScope, id: string, by: UserId): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
    return this.transactions.run(async () => {
      await this.rights.hold(scope, by);
      const before = await this.read(scope, id, true);
      const { raw, sealed } = this.secrets.make(id);
      const now = this.clock.now();
      const until = new Date(now.getTime() + PREVIOUS_SECRET_MS);
      const webhook = { ...before, sealedSecret: sealed, previousSealedSecret: before.sealedSecret, previousSecretUntil: until, updatedAt: now };
      await this.transactions.manager.save(Webhook, webhook);
      await this.record(WebhookEvents.secretRotated, webhook, { previous_secret_expires_at: until });
      return { webhook, secret: raw };
    });
  }

  /**
   * Everything after an entry of the log is delivered again, or from the first entry on (null).
   * @throws WebhookErrors.not_found, RequestErrors.invalid for an entry that is not in the log of this scope,
   *   AuditStreamErrors.cursor_expired for one of too long ago
   */
  async replay(scope: WebhookScope, id: string, after: string | null, by: UserId): Promise<Webhook> {
    await this.relay.flush();
    return this.transactions.run(async () => {
      await this.rights.hold(scope, by);
      const webhook = await this.read(scope, id, true);
      const position = after === null ? FEED_START : await this.cursors.positionOf(after, scope);
      await this.transactions.manager.update(Webhook, { id }, { position, pausedUntil: this.clock.now() });
      await this.record(WebhookEvents.replayed, webhook, { after });
      return webhook;
    });
  }

  /**
   * The webhook, locked, and without a pause: somebody waits for what it does next. Call this in a transaction.
   * @throws WebhookErrors.not_found
   */
  async hasten(scope: WebhookScope, id: string, by: UserId): Promise<Webhook> {
    await this.rights.hold(scope, by);
    const webhook = await this.read(scope, id, true);
    await this.transactions.manager.update(Webhook, { id }, { pausedUntil: this.clock.now() });
    return webhook;
  }

  private async check({ url, events }: Partial<WebhookFields>): Promise<void> {
    if (events !== undefined) {
      const names = auditEventCatalogue().map(({ name }) => name);
      const errors = unknownFilters(events, names).map((index) => ({ field: `events.${index}`, message: 'is no event of the catalogue, and no beginning of one like tenant.*' }));
      if (errors.length > 0) throw RequestErrors.invalid({ errors });
    }
    if (url !== undefined) await this.receivers.check(url);
  }

  /** Of two that are made at once, the second sees the first when it counts. A tenant's row is held already. */
  private async holdPlatform(scope: WebhookScope): Promise<void> {
    if (scope === null) await this.transactions.manager.query("SELECT 1 FROM tenants WHERE type = 'PLATFORM' FOR NO KEY UPDATE");
  }

  private async read(scope: WebhookScope, id: string, toChange: boolean): Promise<Webhook> {
    const webhook = await this.transactions.manager.findOne(Webhook, { where: { id }, ...(toChange ? { lock: { mode: 'pessimistic_write' as const } } : {}) });
    if (webhook?.tenantId !== scope) throw WebhookErrors.not_found();
    return webhook;
  }

  private record(event: (typeof WebhookEvents)[keyof typeof WebhookEvents], webhook: Webhook, metadata: Readonly<Record<string, unknown>>): Promise<void> {
    return this.trail.record(event, { tenantId: webhook.tenantId, resourceId: webhook.id, metadata: { host: new URL(webhook.url).host, ...metadata } });
  }
}

/** What changed, as the log may have it: of a URL the host alone. */
function changesBetween(was: Webhook, is: Webhook): Readonly<Record<string, unknown>> {
  const shown = ({ url, events, description, enabled }: Webhook): Record<string, unknown> => ({ host: new URL(url).host, events, description, enabled });
  const { before, after } = beforeAndAfter(shown(was), shown(is));
  const changed = [...Object.keys(after), ...(was.url !== is.url && after['host'] === undefined ? ['url'] : [])];
  return { changed, before, after };
}
