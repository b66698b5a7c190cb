import { AuditTrail, PlatformPermissions, RequestErrors, type AuditEvent } from '@authengine/contracts';
import { Tenant, type User, UserErrors, Users, type UserStatus } from '@authengine/directory';
import { OneTimeTokens, PasswordCredentials, ResetLinks, SecondFactorResetPort, UserErasure } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { type SessionEndReason, Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { AccessReader } from '../access/access-reader.js';
import type { AccessSnapshot } from '../access/access-snapshot.js';
import { AuthorizationService } from '../access/authorization.service.js';
import { RoleErrors } from '../roles/role.errors.js';
import { PlatformUserEvents } from './platform-user.events.js';

export type SettableStatus = Extract<UserStatus, 'ACTIVE' | 'INACTIVE' | 'SUSPENDED'>;

/** The actor and the user they act on. */
export interface UserChange {
  readonly actorId: UserId;
  readonly userId: UserId;
}

/**
 * The acts of platform administrators on users. Each act holds the user's row, as every sign-in does, so no session
 * that begins at the same time survives it. The user must be below the actor. These changes count wherever the user has
 * roles, so the user's highest role anywhere counts.
 */
@Injectable()
export class PlatformUserService {
  constructor(
    private readonly transactions: Transactions,
    private readonly authorization: AuthorizationService,
    private readonly reader: AccessReader,
    private readonly users: Users,
    private readonly erasure: UserErasure,
    private readonly sessions: Sessions,
    private readonly credentials: PasswordCredentials,
    private readonly tokens: OneTimeTokens,
    private readonly resetLinks: ResetLinks,
    private readonly trail: AuditTrail,
    private readonly secondFactors: SecondFactorResetPort,
  ) {}

  /**
   * An account with an unproven address cannot become active: it goes back to PENDING_VERIFICATION.
   * @throws AccessErrors.forbidden, RequestErrors.not_found, RoleErrors.level_insufficient
   */
  setStatus(change: UserChange, status: SettableStatus): Promise<User> {
    return this.transactions.run(async () => {
      const user = await this.authorize(change);
      const unproven = user.email !== null && user.emailVerifiedAt === null;
      const to: UserStatus = status === 'ACTIVE' && unproven ? 'PENDING_VERIFICATION' : status;
      await this.users.setStatus(user, to);
      const ended = to === 'ACTIVE' ? [] : await this.endSessionsOf(user, 'user_suspended');
      await this.record(PlatformUserEvents.statusChanged, change, { old_status: user.status, new_status: to, sessions_ended: ended.length });
      return { ...user, status: to };
    });
  }

  /** @throws as `setStatus`, and UserErrors.owns_tenant */
  delete(change: UserChange): Promise<void> {
    return this.transactions.run(async () => {
      const user = await this.authorize(change);
      if (await this.transactions.manager.existsBy(Tenant, { ownerId: user.id })) throw UserErrors.owns_tenant();
      const ended = await this.endSessionsOf(user, 'user_deleted');
      await this.erasure.erase(user);
      await this.record(PlatformUserEvents.deleted, change, { sessions_ended: ended.length });
    });
  }

  /** @throws as `setStatus` */
  endSessions(change: UserChange): Promise<void> {
    return this.transactions.run(async () => {
      const user = await this.authorize(change);
      const ended = await this.endSessionsOf(user, 'ended_by_admin');
      await this.record(PlatformUserEvents.sessionsEnded, change, { sessions_ended: ended.length });
    });
  }

  /**
   * Makes the password and all mailed links useless; only the user gets a link to choose a new password. Second factors
   * and other ways to sign in stay.
   * @throws as `setStatus`, and UserErrors.no_address
   */
  requirePasswordReset(change: UserChange): Promise<void> {
    return this.transactions.run(async () => {
      const user = await this.authorize(change);
      if (user.email === null) throw UserErrors.no_address();
      await this.credentials.remove(user.id);
      const ended = await this.endSessionsOf(user, 'ended_by_admin');
      await this.users.changed([user.id], 'grants');
      await this.resetLinks.send(user.id, user.email);
      await this.record(PlatformUserEvents.resetRequired, change, { sessions_ended: ended.length });
    });
  }

  /**
   * For a user who has lost every second factor: the next sign-in demands none.
   * @throws as `setStatus`, and UserErrors.no_second_factor
   */
  resetSecondFactors(change: UserChange): Promise<void> {
    return this.transactions.run(async () => {
      const user = await this.authorize(change);
      if (!(await this.secondFactors.reset(user.id))) throw UserErrors.no_second_factor();
    });
  }

  private async authorize({ actorId, userId }: UserChange): Promise<User> {
    const { level } = await this.authorization.onPlatform({ actorId, permission: PlatformPermissions.usersManage, touching: [userId] });
    const [user, access] = [await this.users.find(userId), await this.reader.read(userId)];
    if (!user || !access) throw RequestErrors.not_found();
    const target = highestLevel(access);
    if (!(target < level)) throw RoleErrors.level_insufficient({ log: { actor: level, target } });
    return user;
  }

  /** What was begun before cannot be finished either: sign-ins that wait for a second factor, mailed links, address changes. */
  private async endSessionsOf(user: User, reason: SessionEndReason): Promise<readonly unknown[]> {
    await this.tokens.voidPending(user.id);
    return this.sessions.endAll(user.id, reason);
  }

  private record(event: AuditEvent, { actorId, userId }: UserChange, metadata: Record<string, unknown>): Promise<void> {
    return this.trail.record(event, { actorId, targetUserId: userId, resourceId: userId, metadata });
  }
}

/** The highest level of roles held anywhere, also in suspended tenants. */
function highestLevel({ platformLevel, tenants }: AccessSnapshot): number {
  return Math.max(platformLevel, ...[...tenants.values()].map(({ level }) => level));
}
