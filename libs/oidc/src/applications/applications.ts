import { Settings } from '@authengine/config';
import { AuditTrail, beforeAndAfter, PlatformPermissions, TenantEndingPort } from '@authengine/contracts';
import { Clock, newId, type ApplicationId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, isForeignKeyViolation, Transactions } from '@authengine/persistence';
import { AuthorizationService } from '@authengine/rbac';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { applicationEntry, applicationScopesEntry, applicationTombstone } from './application-entry.js';
import { applicationOnRecord } from './application-on-record.js';
import { checkApplication, usesSecrets, usualMethod } from './application-rules.js';
import { Application, type ApplicationType } from './application.entity.js';
import { ApplicationErrors } from './application.errors.js';
import { ApplicationEvents } from './application.events.js';
import { ApplicationSecrets } from './application-secrets.js';
import { Grants } from '../grants/grants.js';
import { LogoutNotices } from '../logout/logout-notices.js';
import { knownScopes } from './known-scopes.js';

/** What may be said of an application after it was made; what is absent stays. */
export type ApplicationChanges = Partial<
  Pick<Application, 'name' | 'status' | 'firstParty' | 'redirectUris' | 'postLogoutRedirectUris' | 'backchannelLogoutUri' | 'scopes' | 'tokenEndpointAuthMethod' | 'jwks' | 'jwksUri' | 'accessTokenFormat' | 'accessTokenMinutes' | 'branding'>
>;

export type NewApplication = Omit<ApplicationChanges, 'status'> & { readonly name: string; readonly type: ApplicationType; readonly tenantId: TenantId | null };

/** The rows of applications: the only place that writes them. */
@Injectable()
export class Applications implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly cache: VersionedCache,
    private readonly secrets: ApplicationSecrets,
    private readonly grants: Grants,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly ending: TenantEndingPort,
    private readonly authorization: AuthorizationService,
    private readonly notices: LogoutNotices,
  ) {}

  /** Before a deleted tenant takes its applications' rows along. */
  onModuleInit(): void {
    this.ending.onEnding((tenantId) => this.endOfTenant(tenantId));
  }

  find(id: ApplicationId): Promise<Application | null> {
    return this.transactions.manager.findOneBy(Application, { id });
  }

  /**
   * The new application, with its first secret where it authenticates by one: told this once.
   * @throws AccessErrors.forbidden, RequestErrors.invalid, ApplicationErrors.tenant_not_found
   */
  async create(fields: NewApplication, actorId: UserId): Promise<{ readonly application: Application; readonly secret: string | null }> {
    const now = this.clock.now();
    const application: Application = {
      id: newId<ApplicationId>(),
      name: fields.name,
      type: fields.type,
      status: 'ACTIVE',
      version: '1',
      tenantId: fields.tenantId,
      firstParty: fields.firstParty ?? false,
      redirectUris: fields.redirectUris ?? [],
      postLogoutRedirectUris: fields.postLogoutRedirectUris ?? [],
      backchannelLogoutUri: fields.backchannelLogoutUri ?? null,
      scopes: fields.scopes ?? null,
      tokenEndpointAuthMethod: fields.tokenEndpointAuthMethod ?? usualMethod(fields.type),
      jwks: fields.jwks ?? null,
      jwksUri: fields.jwksUri ?? null,
      accessTokenFormat: fields.accessTokenFormat ?? 'opaque',
      accessTokenMinutes: fields.accessTokenMinutes ?? null,
      branding: fields.branding ?? null,
      createdBy: actorId,
      createdAt: now,
      updatedAt: now,
    };
    this.check(application);
    return this.transactions.run(async () => {
      await this.checkActor(actorId);
      await this.insert(application);
      await this.trail.record(ApplicationEvents.created, {
        resourceId: application.id,
        tenantId: application.tenantId,
        metadata: { name: application.name, type: application.type, first_party: application.firstParty, redirect_uris: application.redirectUris, token_endpoint_auth_method: application.tokenEndpointAuthMethod },
      });
      return { application, secret: usesSecrets(application) ? (await this.secrets.add(application, actorId)).raw : null };
    });
  }

  /**
   * Once this has resolved, no node answers for an application that it disables. What was given by rules that are narrower
   * now ends: without consent, or for a scope that is taken away, also tokens of its own.
   * @throws AccessErrors.forbidden, ApplicationErrors.not_found, RequestErrors.invalid
   */
  async update(id: ApplicationId, changes: ApplicationChanges, actorId: UserId): Promise<Application> {
    return this.transactions.run(async () => {
      await this.checkActor(actorId);
      const current = await this.lock(id);
      const changed: Application = { ...current, ...changes, version: String(Number(current.version) + 1), updatedAt: this.clock.now() };
      this.check(changed);
      await this.transactions.manager.update(Application, { id }, { ...changes, version: changed.version, updatedAt: changed.updatedAt } as never);
      const narrowed = takesAway(current, changed);
      const endsOwnTokens = changed.status !== 'ACTIVE' || (narrowed && changed.type === 'service');
      await this.cache.change([applicationEntry(changed), applicationScopesEntry(changed)], endsOwnTokens ? 'revokes' : 'grants');
      if (narrowed) await this.grants.endAllOf(id, 'application_narrowed');
      else if (changes.scopes !== undefined || changes.firstParty === false) {
        await this.cache.confirm([id]);
        await this.grants.confirmNarrowed(id);
      }
      await this.trail.record(ApplicationEvents.updated, {
        resourceId: id,
        tenantId: current.tenantId,
        metadata: { name: changed.name, changed: Object.keys(changes).sort(), status: changed.status, ...(changes.redirectUris ? { redirect_uris: changed.redirectUris } : {}), ...beforeAndAfter(applicationOnRecord(current), applicationOnRecord(changed)) },
      });
      return changed;
    });
  }

  /**
   * Once this has resolved, no node answers for the application. That one is not there is also said only then.
   * @throws AccessErrors.forbidden, ApplicationErrors.not_found
   */
  async remove(id: ApplicationId, actorId: UserId): Promise<void> {
    const wasThere = await this.transactions.run(async () => {
      await this.checkActor(actorId);
      const application = await this.transactions.manager.findOne(Application, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!application) {
        await this.cache.confirm([id]);
        // No success: the refusal puts that on record.
        await this.trail.leaveToOthers();
        return false;
      }
      await this.notices.ofApplications([id]);
      await this.transactions.manager.delete(Application, { id });
      await this.cache.change([applicationTombstone(id)], 'revokes');
      await this.trail.record(ApplicationEvents.deleted, { resourceId: id, tenantId: application.tenantId, metadata: { name: application.name } });
      return true;
    });
    if (!wasThere) throw ApplicationErrors.not_found();
  }

  /** @throws AccessErrors.forbidden, ApplicationErrors.not_found, ApplicationErrors.no_secrets, ApplicationErrors.too_many_secrets */
  async addSecret(id: ApplicationId, actorId: UserId): Promise<{ readonly id: string; readonly raw: string; readonly prefix: string; readonly createdAt: Date }> {
    return this.transactions.run(async () => {
      await this.checkActor(actorId);
      return this.secrets.add(await this.lock(id), actorId);
    });
  }

  /** @throws AccessErrors.forbidden, ApplicationErrors.not_found, ApplicationErrors.secret_not_found */
  async removeSecret(id: ApplicationId, secretId: string, actorId: UserId): Promise<void> {
    await this.transactions.run(async () => {
      await this.checkActor(actorId);
      await this.secrets.remove(await this.lock(id), secretId);
    });
  }

  /** Part of the transaction that ends a tenant. */
  private async endOfTenant(tenantId: TenantId): Promise<void> {
    const applications = await this.transactions.manager.find(Application, { where: { tenantId }, lock: { mode: 'pessimistic_write' } });
    await this.notices.ofApplications(applications.map(({ id }) => id));
    await this.cache.change(applications.map(({ id }) => applicationTombstone(id)), 'revokes');
    for (const { id, name } of applications) await this.trail.record(ApplicationEvents.deleted, { resourceId: id, tenantId, metadata: { name } });
  }

  /** Holds the row, so that changes of one application happen one after the other. */
  private async lock(id: ApplicationId): Promise<Application> {
    const application = await this.transactions.manager.findOne(Application, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!application) throw ApplicationErrors.not_found();
    return application;
  }

  private check(application: Application): void {
    checkApplication(application, { knownScopes: knownScopes(), production: this.settings.production });
  }

  /** Inside the change, so that nobody changes an application with a permission that is lost meanwhile. */
  private async checkActor(actorId: UserId): Promise<void> {
    await this.authorization.onPlatform({ actorId, permission: PlatformPermissions.applicationsManage });
  }

  private async insert(application: Application): Promise<void> {
    try {
      await this.transactions.manager.insert(Application, application as never);
    } catch (error) {
      if (isForeignKeyViolation(error, 'applications_tenant_id_fkey')) throw ApplicationErrors.tenant_not_found({ cause: error });
      throw error;
    }
  }
}

/** Whether users have to be asked who were not, or a scope may be had no more. */
function takesAway(before: Application, after: Application): boolean {
  const { scopes } = after;
  return (before.firstParty && !after.firstParty) || (scopes !== null && (before.scopes === null || before.scopes.some((scope) => !scopes.includes(scope))));
}
