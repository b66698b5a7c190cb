import { LiveTenants } from '@authengine/directory';
import { canonicalUuid, isUuid, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { AccessSnapshots, type AccessSnapshot } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import { OrganizationNames } from './organization-names.js';

/** An organization that the user may choose; `closed` where it demands a second factor that the session lacks. */
export interface Choosable {
  readonly id: TenantId;
  readonly name: string;
  readonly closed: boolean;
}

export type OrganizationChoice =
  /** Null: the user signs in for no organization. */
  | { readonly kind: 'settled'; readonly tenantId: TenantId | null }
  | { readonly kind: 'ask'; readonly among: readonly Choosable[] }
  /** The organization is none of the user's. Whether it exists is not said. */
  | { readonly kind: 'refused' };

export interface OrganizationQuestion {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  /** Whether the application asks for the scope `organization`. */
  readonly wanted: boolean;
  /** The parameter `organization`. */
  readonly named: unknown;
  /** The tenant that the application is bound to. */
  readonly bound: TenantId | null;
  /** What the user has chosen on the page. */
  readonly chosen: unknown;
  /** That of the grant which the application has in this session. */
  readonly current: TenantId | null;
}

type Standing = 'open' | 'closed' | 'absent';

const NONE = { kind: 'settled', tenantId: null } as const;
const REFUSED = { kind: 'refused' } as const;

/** For which organization somebody signs in: the one that is named, else the one in use, else the only one, else the user is asked. */
@Injectable()
export class OrganizationChoices {
  constructor(
    private readonly snapshots: AccessSnapshots,
    private readonly tenants: LiveTenants,
    private readonly names: OrganizationNames,
  ) {}

  async decide({ userId, sessionId, wanted, named, bound, chosen, current }: OrganizationQuestion): Promise<OrganizationChoice> {
    if (!wanted && named === undefined && bound === null) return NONE;
    const access = (await this.snapshots.find({ sub: userId, sid: sessionId }))?.access;
    if (!access) return REFUSED;
    if (named !== undefined) {
      const id = canonicalUuid(named);
      return isUuid(id) && (bound === null || bound === id) ? this.one(access, id as TenantId) : REFUSED;
    }
    // An application of a tenant is as open as its tenant, whether or not it wants to know about it.
    if (!wanted && bound !== null) return this.entry(access, bound);
    return bound === null ? this.ofMember(access, isUuid(chosen) ? (chosen as TenantId) : current) : this.one(access, bound);
  }

  /** Whether a session still gives access to what its grant was opened for. */
  async stands(userId: UserId, sessionId: SessionId, tenantId: TenantId): Promise<boolean> {
    const found = await this.snapshots.find({ sub: userId, sid: sessionId });
    return found !== null && (await this.standing(found.access, tenantId)) === 'open';
  }

  private async entry(access: AccessSnapshot, id: TenantId): Promise<OrganizationChoice> {
    const choice = await this.one(access, id);
    return choice.kind === 'settled' ? NONE : choice;
  }

  private async one(access: AccessSnapshot, id: TenantId): Promise<OrganizationChoice> {
    const standing = await this.standing(access, id);
    if (standing === 'absent') return REFUSED;
    return standing === 'open' ? { kind: 'settled', tenantId: id } : { kind: 'ask', among: await this.named(access, [id]) };
  }

  private async ofMember(access: AccessSnapshot, preferred: TenantId | null): Promise<OrganizationChoice> {
    if (preferred !== null && (await this.standing(access, preferred)) === 'open') return { kind: 'settled', tenantId: preferred };
    const among = await this.named(access, [...access.tenants].flatMap(([id, { status }]) => (status === 'ACTIVE' ? [id] : [])));
    const [only] = among;
    if (!only) return NONE;
    return among.length === 1 && !only.closed ? { kind: 'settled', tenantId: only.id } : { kind: 'ask', among };
  }

  private async named(access: AccessSnapshot, ids: readonly TenantId[]): Promise<Choosable[]> {
    return (await this.names.of(ids)).map(({ id, name }) => ({ id, name, closed: (access.tenants.get(id)?.mfaMissing ?? access.platformMfaMissing) === true }));
  }

  /** A tenant is open to its members, and to holders of platform roles. */
  private async standing(access: AccessSnapshot, id: TenantId): Promise<Standing> {
    const member = access.tenants.get(id);
    if (!member && access.platformPermissions.length === 0 && !access.platformMfaMissing) return 'absent';
    const status = member?.status ?? (await this.tenants.read([id])).get(id)?.status;
    if (status !== 'ACTIVE') return 'absent';
    return (member ? member.mfaMissing : access.platformMfaMissing) ? 'closed' : 'open';
  }
}
