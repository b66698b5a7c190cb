import { AccessErrors, AuditTrail, RequestErrors, type Brand } from '@authengine/contracts';
import { Memberships, type Tenant, Tenants, User, Users } from '@authengine/directory';
import { FirstProof, NewPassword, PasswordCredentials, RegistrationEvents } from '@authengine/identity';
import { Clock, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AuthorizationService, Role, RoleAssignments } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { Invitation } from './invitation.entity.js';
import { InvitationErrors } from './invitation.errors.js';
import { InvitationEvents } from './invitation.events.js';
import { Invitations } from './invitations.js';
import { Inviters } from './inviters.js';

export interface NewAccount {
  readonly password: string | undefined;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

export interface Joined {
  readonly tenant: Tenant;
  readonly user: User;
}

interface Joining {
  readonly invitation: Invitation;
  readonly token: string;
  readonly user: User;
  readonly newAccount: boolean;
}

/**
 * Accepts an invitation. Either the user whose proven address it is for accepts it, or a new account does; then its
 * mail is the proof.
 */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly transactions: Transactions,
    private readonly authorization: AuthorizationService,
    private readonly inviters: Inviters,
    private readonly invitations: Invitations,
    private readonly tenants: Tenants,
    private readonly memberships: Memberships,
    private readonly assignments: RoleAssignments,
    private readonly users: Users,
    private readonly newPassword: NewPassword,
    private readonly credentials: PasswordCredentials,
    private readonly firstProof: FirstProof,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Whom the invitation is for, and where to; the link stays unused.
   * @throws InvitationErrors.invalid
   */
  async preview(token: string): Promise<{ readonly email: string; readonly tenantId: TenantId; readonly branding: Brand | null }> {
    const { email, tenantId } = await this.usable(token);
    return { email, tenantId, branding: await this.tenants.brandOf(tenantId) };
  }

  /** @throws InvitationErrors.invalid, InvitationErrors.other_address, InvitationErrors.no_longer_allowed */
  async acceptAs(userId: UserId, token: string): Promise<Joined> {
    const invitation = await this.usable(token);
    return this.transactions.run(async () => {
      await this.hold(invitation, userId);
      const user = await this.users.find(userId);
      if (user?.status !== 'ACTIVE') throw AccessErrors.unauthenticated();
      if (user.email !== invitation.email || user.emailVerifiedAt === null) throw InvitationErrors.other_address();
      return this.join({ invitation, token, user, newAccount: false });
    });
  }

  /**
   * The holder of the link makes an account with it, and is not signed in.
   * @throws InvitationErrors.invalid, InvitationErrors.no_longer_allowed
   * @throws InvitationErrors.sign_in_required when the address has an account
   * @throws RequestErrors.invalid without an acceptable password
   */
  async acceptAnew(token: string, account: NewAccount): Promise<Joined> {
    const invitation = await this.usable(token);
    const unproven = await this.unproven(invitation.email);
    if (account.password === undefined) throw RequestErrors.invalid({ errors: [{ field: 'password', message: 'password is needed to make an account' }] });
    const hash = await this.newPassword.hash(account.password, { email: invitation.email });
    return this.transactions.run(async () => {
      await this.hold(invitation, ...(unproven ? [unproven.id] : []));
      const user = unproven ? await this.takeOver(unproven.id, account) : await this.create(invitation.email, account);
      await this.credentials.set(user.id, hash);
      return this.join({ invitation, token, user, newAccount: true });
    });
  }

  private async usable(token: string): Promise<Invitation> {
    const invitation = await this.invitations.byToken(token);
    if (!invitation) throw InvitationErrors.invalid();
    return invitation;
  }

  /** The account that somebody registered for the address but never proved; null when there is none. */
  private async unproven(email: string): Promise<User | null> {
    const user = await this.users.findByEmail(email);
    if (user && !isUnproven(user)) throw InvitationErrors.sign_in_required();
    return user;
  }

  private hold({ invitedBy }: Invitation, ...userIds: readonly UserId[]): Promise<void> {
    return this.authorization.holdUsers([...userIds, ...(invitedBy === null ? [] : [invitedBy])]);
  }

  private async create(email: string, { firstName, lastName }: NewAccount): Promise<User> {
    const now = this.clock.now();
    const user = await this.users.create({ email, firstName, lastName, status: 'ACTIVE', emailVerifiedAt: now, createdAt: now });
    if (!user) throw InvitationErrors.sign_in_required();
    await this.trail.record(RegistrationEvents.registered, { actorId: user.id, targetUserId: user.id, resourceId: user.id, metadata: { email } });
    return user;
  }

  /** Removes everything that the earlier registrant of the address wrote or set up. */
  private async takeOver(id: UserId, { firstName, lastName }: NewAccount): Promise<User> {
    const user = await this.users.find(id);
    if (!user || !isUnproven(user)) throw InvitationErrors.sign_in_required();
    await this.firstProof.take(user);
    await this.users.update(id, { firstName, lastName }, 'grants');
    return { ...user, firstName, lastName };
  }

  /** Call this in a transaction that holds the users: all checks and the membership, or nothing. */
  private async join({ invitation, token, user, newAccount }: Joining): Promise<Joined> {
    const { tenantId, email, invitedBy } = invitation;
    const tenant = await this.tenants.lock(tenantId);
    if (tenant?.status !== 'ACTIVE') throw InvitationErrors.invalid({ log: { reason: 'the tenant is suspended or gone' } });
    if (!(await this.invitations.claim(token, user.id))) throw InvitationErrors.invalid({ log: { reason: 'taken or replaced meanwhile' } });
    const role = await this.transactions.manager.findOne(Role, { where: { id: invitation.roleId }, lock: { mode: 'pessimistic_read' } });
    if (!role) throw InvitationErrors.invalid({ log: { reason: 'the role is gone' } });
    if (!(await this.inviters.mayStillGive(role, tenant, invitedBy))) throw InvitationErrors.no_longer_allowed();
    await this.memberships.add(tenantId, user.id);
    await this.assignments.give(role, { userId: user.id, tenantId, by: invitedBy }, { decidedBefore: true });
    await this.users.changed([user.id], 'grants');
    await this.trail.record(InvitationEvents.accepted, {
      actorId: user.id,
      targetUserId: user.id,
      tenantId,
      resourceId: invitation.id,
      metadata: { email, role_name: role.name, invited_by: invitedBy, new_account: newAccount },
    });
    return { tenant, user };
  }
}

function isUnproven({ status, emailVerifiedAt }: User): boolean {
  return status === 'PENDING_VERIFICATION' && emailVerifiedAt === null;
}
