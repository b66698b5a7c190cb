import { AuditTrail, RequestErrors, type AuditEvent } from '@authengine/contracts';
import { type Tenant, TenantErrors } from '@authengine/directory';
import { MailLinks } from '@authengine/identity';
import { canonicalEmail, type RoleId, type TenantId, type UserId } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { type Actor, Role, RoleErrors, Roles } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import { InvitationBudget } from './invitation-budget.js';
import type { Invitation } from './invitation.entity.js';
import { InvitationErrors } from './invitation.errors.js';
import { InvitationEvents } from './invitation.events.js';
import { invitationMail } from './invitation.mails.js';
import { Invitations, type Sent } from './invitations.js';
import { Inviters, mayGive } from './inviters.js';

export interface NewInvitation {
  readonly tenantId: TenantId;
  readonly email: string;
  readonly roleName: string;
  readonly actorId: UserId;
}

export interface ExistingInvitation {
  readonly tenantId: TenantId;
  readonly id: string;
  readonly actorId: UserId;
}

interface Concerned {
  readonly tenant: Tenant;
  readonly invitation: Invitation;
  readonly role: Role;
}

/** Who may invite and withdraw. Nobody may make, renew or end an invitation to a role at or above their own level. */
@Injectable()
export class InvitationService {
  constructor(
    private readonly transactions: Transactions,
    private readonly inviters: Inviters,
    private readonly roles: Roles,
    private readonly invitations: Invitations,
    private readonly budget: InvitationBudget,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Invites an address, or renews its pending invitation with the new role, a new link and a new time to live.
   * @throws RoleErrors.not_found, RoleErrors.level_insufficient, InvitationErrors.already_member,
   * InvitationErrors.too_many_mails, InvitationErrors.too_many_invitations, TenantErrors.platform_protected
   */
  async invite({ tenantId, email: address, roleName, actorId }: NewInvitation): Promise<Invitation> {
    const email = canonicalEmail(address);
    return this.budget.spendOn({ tenantId, email }, () => this.transactions.run(() => this.ask({ tenantId, email, roleName, actorId })));
  }

  /**
   * Mails a new link with a new time to live; older links stop working. The sender is responsible for the role from now
   * on.
   * @throws RequestErrors.not_found, InvitationErrors.not_pending, InvitationErrors.too_many_mails,
   * InvitationErrors.too_many_invitations, RoleErrors.level_insufficient
   */
  async resend({ tenantId, id, actorId }: ExistingInvitation): Promise<Invitation> {
    const known = await this.invitations.read(tenantId, id);
    if (!known) throw RequestErrors.not_found();
    return this.budget.spendOn({ tenantId, email: known.email }, () => this.transactions.run(() => this.askAgain({ tenantId, id, actorId })));
  }

  /**
   * Withdraws an invitation, so that nobody can accept it; a second time changes nothing.
   * @throws RequestErrors.not_found, InvitationErrors.not_pending, RoleErrors.level_insufficient
   */
  async revoke(which: ExistingInvitation): Promise<void> {
    await this.transactions.run(async () => {
      const { invitation, role } = await this.concerned(which);
      if (invitation.status === 'ACCEPTED') throw InvitationErrors.not_pending();
      if (invitation.status === 'PENDING') await this.invitations.revoke(invitation.id);
      await this.record(InvitationEvents.revoked, invitation, role);
    });
  }

  private async ask({ tenantId, email, roleName, actorId }: NewInvitation): Promise<Invitation> {
    const { tenant, ...actor } = await this.inviters.inTenant(tenantId, actorId);
    if (tenant.type === 'PLATFORM') throw TenantErrors.platform_protected();
    const role = await this.roles.findAssignable(roleName, tenant);
    if (!role) throw RoleErrors.not_found({ log: { role_name: roleName } });
    requireMayGive(role, actor);
    if (await this.isMember(tenantId, email)) throw InvitationErrors.already_member();
    const pending = await this.invitations.pending(tenantId, email);
    if (pending) requireMayGive(await this.roleOf(pending.roleId), actor);
    const asked = { tenantId, email, roleId: role.id, invitedBy: actorId };
    const sent = pending ? await this.invitations.renew(pending, asked) : await this.invitations.create(asked);
    await this.mail(tenant, sent);
    await this.record(InvitationEvents.invited, sent.invitation, role, { renewed: pending !== null });
    return sent.invitation;
  }

  private async askAgain(which: ExistingInvitation): Promise<Invitation> {
    const { tenant, invitation, role } = await this.concerned(which);
    if (invitation.status !== 'PENDING') throw InvitationErrors.not_pending();
    if (await this.isMember(which.tenantId, invitation.email)) throw InvitationErrors.already_member();
    const sent = await this.invitations.renew(invitation, { roleId: role.id, invitedBy: which.actorId });
    await this.mail(tenant, sent);
    await this.record(InvitationEvents.resent, sent.invitation, role);
    return sent.invitation;
  }

  private async concerned({ tenantId, id, actorId }: ExistingInvitation): Promise<Concerned> {
    const { tenant, ...actor } = await this.inviters.inTenant(tenantId, actorId);
    const invitation = await this.invitations.find(tenantId, id);
    if (!invitation) throw RequestErrors.not_found();
    const role = await this.roleOf(invitation.roleId);
    requireMayGive(role, actor);
    return { tenant, invitation, role };
  }

  /** The role always exists: a deleted role takes its invitations with it. */
  private roleOf(id: RoleId): Promise<Role> {
    return this.transactions.manager.findOneByOrFail(Role, { id });
  }

  private async isMember(tenantId: TenantId, email: string): Promise<boolean> {
    const rows = await this.transactions.manager.query<unknown[]>('SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.tenant_id = $1 AND u.email = $2', [tenantId, email]);
    return rows.length > 0;
  }

  private mail(tenant: Tenant, { invitation, token }: Sent): Promise<void> {
    return this.mailer.enqueue('invitation', invitation.email, invitationMail(tenant.name, this.links.acceptInvitation(token), invitation.expiresAt));
  }

  private record(event: AuditEvent, { id, tenantId, email }: Invitation, role: Role, more: Record<string, unknown> = {}): Promise<void> {
    return this.trail.record(event, { tenantId, resourceId: id, metadata: { email, role_name: role.name, role_level: role.level, ...more } });
  }
}

/** @throws RoleErrors.level_insufficient */
function requireMayGive(role: Role, { level }: Actor): void {
  if (!mayGive(role, { level })) throw RoleErrors.level_insufficient({ log: { actor: level, role: role.level } });
}
