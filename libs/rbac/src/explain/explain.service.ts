import { AuditTrail, PlatformPermissions, RequestErrors, TenantPermissions, type PermissionScope } from '@authengine/contracts';
import { type Tenant, Tenants } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { decideAccess, levelIn, type Place } from '../access/access-decision.js';
import { AccessReader } from '../access/access-reader.js';
import { accessRefusal } from '../access/access-refusal.js';
import type { AccessSnapshot } from '../access/access-snapshot.js';
import { isBelowActor } from '../assignments/level-rule.js';
import { Permission } from '../permissions/permission.entity.js';
import { explainDecision, explainUnknown } from './explain-decision.js';
import type { ExplainedRole, Explanation, Remedy } from './explanation.js';
import { GrantAuditEntries } from './grant-audit-entries.js';
import { PermissionSources, type PermissionSource } from './permission-sources.js';

export interface ExplainQuestion {
  readonly userId: UserId;
  readonly permission: string;
  /** Null for the platform. */
  readonly tenantId: TenantId | null;
}

interface Asked {
  readonly asker: AccessSnapshot;
  readonly user: AccessSnapshot;
  readonly tenant: Tenant | null;
  readonly place: Place;
  /** Whether the caller may see every user, and so also the effects of platform roles. */
  readonly ofPlatform: boolean;
}

type Found = Omit<Explanation, 'chain'> & {
  readonly grants: readonly PermissionSource[];
  readonly ofPlatform: boolean;
  /** The permission's scope; null when the caller may not know that the permission exists, or it does not. */
  readonly scope: PermissionScope | null;
};

/** Explains why a user may do something, or why not and what would change that. The code that guards routes decides. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: AccessReader,
    private readonly tenants: Tenants,
    private readonly sources: PermissionSources,
    private readonly entries: GrantAuditEntries,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Platform administrators may ask about everyone; a tenant's administrators about its members in that tenant.
   * @throws AccessErrors.forbidden
   * @throws RequestErrors.not_found for a tenant or user that is not the caller's, as for one that does not exist
   */
  async explain(askerId: UserId, question: ExplainQuestion): Promise<Explanation> {
    const { grants, ofPlatform, scope, ...found } = await this.transactions.rehearse(() => this.find(askerId, question));
    const ids = await this.entries.of(question.userId, grants);
    const all = grants.map(({ ofPlatform: hidden, ...grant }, i) => (hidden && !ofPlatform ? null : { ...grant, auditEntryId: ids[i] ?? null }));
    // All platform roles together appear as one null.
    const chain = all.filter((grant, i) => grant !== null || all.indexOf(null) === i);
    // A tenant's people read its log, so questions about platform permissions go to the platform's log.
    const tenantId = scope === 'PLATFORM' ? null : question.tenantId;
    this.trail.describe({ targetUserId: question.userId, tenantId, metadata: { permission: question.permission, allowed: found.allowed, reason: found.reason } });
    return { ...found, chain };
  }

  /** Everything from one moment. */
  private async find(askerId: UserId, question: ExplainQuestion): Promise<Found> {
    const asked = await this.authorize(askerId, question);
    const { ofPlatform } = asked;
    const { permission, tenantId } = question;
    const scope = (await this.transactions.manager.findOneBy(Permission, { name: permission }))?.scope ?? null;
    // For a tenant's people, a platform permission looks like a name that nobody declared: they may not learn which
    // exist and who holds them.
    if (!ofPlatform && scope !== 'TENANT') return { ...explainUnknown(asked.user, asked.place), missing: [], remedies: [], grants: [], ofPlatform, scope: null };
    const { allowed, reason } = explainDecision(asked.user, permission, asked.place, scope !== null);
    const helps = reason === 'permission_missing' || reason === 'not_a_member';
    return {
      allowed,
      reason,
      missing: helps ? [permission] : [],
      remedies: helps ? await this.remedies(asked, permission) : [],
      grants: await this.sources.of(question.userId, permission, tenantId),
      ofPlatform,
      scope,
    };
  }

  private async authorize(askerId: UserId, { userId, tenantId }: ExplainQuestion): Promise<Asked> {
    const people = await this.reader.readMany([...new Set([askerId, userId])]);
    const [asker, user] = [people.get(askerId), people.get(userId)];
    if (!asker) throw RequestErrors.not_found();
    const tenant = tenantId === null ? null : await this.tenants.find(tenantId);
    const place = tenantId === null ? null : { tenantId, live: tenant ? { version: Number(tenant.version), status: tenant.status } : undefined };
    const platform = decideAccess(asker, [PlatformPermissions.usersView.name], null);
    if (!platform.allowed) {
      if (place === null) throw accessRefusal(platform, null);
      const decision = decideAccess(asker, [TenantPermissions.rolesView.name], place);
      if (!decision.allowed) throw accessRefusal(decision, place);
    }
    const visible = user && (platform.allowed || (tenantId !== null && user.tenants.has(tenantId)));
    if (!visible || (tenantId !== null && !tenant)) throw RequestErrors.not_found();
    return { asker, user, tenant, place, ofPlatform: platform.allowed };
  }

  private async remedies(asked: Asked, permission: string): Promise<Remedy[]> {
    const ofTenant = asked.tenant?.type === 'CUSTOMER' ? asked.tenant.id : null;
    const roles = await this.sources.holding(permission, { tenantId: ofTenant, platform: asked.ofPlatform });
    return roles.map((role) => ({ role, obstacle: obstacleTo(asked, role) }));
  }
}

/** The first reason why the caller may not give the role to the user. */
function obstacleTo({ asker, user, place }: Asked, role: ExplainedRole): Remedy['obstacle'] {
  const at = role.scope === 'PLATFORM' ? null : place;
  const needs = at === null ? PlatformPermissions.rolesAssign : TenantPermissions.rolesAssign;
  if (!decideAccess(asker, [needs.name], at).allowed) return 'permission';
  if (at !== null && !user.tenants.has(at.tenantId)) return 'membership';
  return isBelowActor({ actor: levelIn(asker, at), role: role.level, target: levelIn(user, at) }) ? null : 'level';
}
