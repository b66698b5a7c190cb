import { Settings } from '@authengine/config';
import { LiveTenants, readTenantEntry, tenantCacheKey } from '@authengine/directory';
import { Clock, isUuid, ownText, type ApplicationId, type GrantId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, Transactions, type CachedValue } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { AdapterPayload } from 'oidc-provider';
import { applicationCacheKey, applicationEntry, applicationScopesCacheKey, applicationScopesEntry, isActiveApplication, isWithin } from '../applications/application-entry.js';
import type { ApplicationStatus } from '../applications/application.entity.js';
import { Artefacts } from '../artefacts/artefacts.js';
import { grantTombstone, grantCacheKey, isLiveGrant, liveGrantEntry } from '../grants/grant-entry.js';
import { JwtAccessTokens } from './jwt-access-tokens.js';
import type { TokenFacts } from './token-facts.js';
import { tokenIdOf } from './token-id.js';

/** 256 random bits, as the library writes them. */
const OPAQUE = /^[\w-]{43}$/;
const MAX_REMEMBERED = 20_000;

interface Row {
  readonly status: ApplicationStatus;
  readonly version: string;
  readonly scopes: readonly string[] | null;
  readonly granted: boolean;
  readonly ended: boolean;
}

/**
 * Tokens of applications, for whoever asks whether one stands. What a token says never changes, so the process may remember
 * it as it does a verified signature; whether it stands is asked of the cache, or of Postgres, every time.
 */
@Injectable()
export class ApplicationTokens {
  private readonly enabled: boolean;
  private readonly remembered = new LRUCache<string, TokenFacts>({ max: MAX_REMEMBERED });

  constructor(
    private readonly settings: Settings,
    private readonly jwts: JwtAccessTokens,
    private readonly artefacts: Artefacts,
    private readonly tenants: LiveTenants,
    private readonly cache: VersionedCache,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.enabled = settings.values.OIDC_ENABLED;
  }

  /** What a token that was given to an application says, while it has not expired; null for anything else. */
  async facts(token: unknown): Promise<TokenFacts | null> {
    if (!this.enabled || typeof token !== 'string') return null;
    const facts = OPAQUE.test(token) ? await this.opaque(token) : await this.jwts.facts(token);
    return facts !== null && this.clock.nowMs() < facts.exp * 1000 ? facts : null;
  }

  /** The keys of the cache entries that `judge` needs, in its order. */
  cacheKeys({ hangsOn, clientId, tenantId, userId }: TokenFacts): string[] {
    return [grantCacheKey(hangsOn), applicationCacheKey(clientId), ...(userId === null ? [applicationScopesCacheKey(clientId)] : []), ...(tenantId === null ? [] : [tenantCacheKey(tenantId)])];
  }

  /**
   * Whether grant, application and its tenant stand, and an application's own token says no more than the application may have
   * now, as the cache shows it; undefined when only Postgres can tell.
   */
  judge({ tenantId, userId, scope }: TokenFacts, [grant, application, ...others]: readonly (CachedValue | null)[]): boolean | undefined {
    const scopes = userId === null ? others.shift() : undefined;
    const [tenant] = others;
    if (!grant || !application || (tenantId !== null && !tenant) || (userId === null && (!scopes || scopes.version < application.version))) return undefined;
    return isLiveGrant(grant) && isActiveApplication(application) && (!scopes || isWithin(scope, scopes)) && (tenantId === null || (tenant ? readTenantEntry(tenant)?.status === 'ACTIVE' : false));
  }

  /** The same, asking Postgres where the cache does not suffice. Session and user are for the caller to ask. */
  async stands(facts: TokenFacts): Promise<boolean> {
    const entries = await this.cache.read(this.cacheKeys(facts));
    const judged = entries && this.judge(facts, entries);
    return judged ?? (await this.standsInPostgres(facts));
  }

  private async standsInPostgres({ hangsOn, clientId, grantId, tenantId, userId, scope }: TokenFacts): Promise<boolean> {
    const [row] = await this.transactions.manager.query<Row[]>(
      `SELECT a.status, a.version, a.scopes, g.id IS NOT NULL AS granted, (g.ended_at IS NOT NULL OR e.token_id IS NOT NULL) AS ended
         FROM applications a LEFT JOIN oidc_grants g ON g.id = $2::uuid LEFT JOIN oidc_ended_tokens e ON e.token_id = $3 WHERE a.id = $1`,
      [clientId, grantId, hangsOn],
    );
    if (!row) return false;
    const lives = !row.ended && (grantId === null || row.granted);
    const application = { ...row, id: clientId };
    const scopes = userId === null ? [applicationScopesEntry(application)] : [];
    this.cache.offer([applicationEntry(application), ...scopes, lives ? liveGrantEntry(hangsOn, clientId) : grantTombstone(hangsOn, clientId)]);
    if (!lives || row.status !== 'ACTIVE' || !scopes.every((may) => isWithin(scope, may))) return false;
    return tenantId === null || (await this.tenants.read([tenantId])).get(tenantId)?.status === 'ACTIVE';
  }

  private async opaque(token: string): Promise<TokenFacts | null> {
    const known = this.remembered.get(token);
    if (known) return known;
    const found = (await this.artefacts.find('AccessToken', token)) ?? (await this.artefacts.find('ClientCredentials', token));
    const facts = found ? await this.factsOf(token, found.payload) : null;
    if (facts) this.remembered.set(ownText(token), facts);
    return facts;
  }

  private async factsOf(token: string, { accountId, clientId, grantId, sessionUid, scope = '', aud, iat, exp, jkt }: AdapterPayload): Promise<TokenFacts | null> {
    const own = accountId === undefined;
    if (!isUuid(clientId) || iat === undefined || exp === undefined || !(own || (isUuid(accountId) && isUuid(grantId) && isUuid(sessionUid)))) return null;
    const [application] = await this.transactions.manager.query<{ tenant_id: TenantId | null; organization_id: TenantId | null }[]>(
      'SELECT a.tenant_id, g.tenant_id AS organization_id FROM applications a LEFT JOIN oidc_grants g ON g.id = $2::uuid WHERE a.id = $1',
      [clientId, own ? null : grantId],
    );
    if (!application) return null;
    const tokenId = tokenIdOf(token);
    return Object.freeze({
      clientId: clientId as ApplicationId,
      userId: own ? null : (accountId as UserId),
      sessionId: own ? null : (sessionUid as SessionId),
      grantId: own ? null : (grantId as GrantId),
      hangsOn: own ? tokenId : (grantId as string),
      tenantId: application.tenant_id,
      organizationId: application.organization_id,
      scope,
      audience: typeof aud === 'string' ? aud : null,
      issuer: this.settings.values.APP_URL,
      tokenId,
      iat,
      exp,
      jkt: jkt ?? null,
    });
  }
}
