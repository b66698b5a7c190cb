import { AuditTrail } from '@authengine/contracts';
import { PasswordHasher } from '@authengine/crypto';
import { canonicalEmail, Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionTokens } from '../sessions/session-tokens.js';
import { Sessions } from '../sessions/sessions.js';
import type { LoginDto } from '../sessions/tokens.dto.js';
import { Users } from '../users/users.js';
import { User } from '../users/user.entity.js';
import { AccountThrottle } from './account-throttle.js';
import { LoginEvents } from './login.events.js';

/** Signing in by address and password. */
@Injectable()
export class LoginService {
  constructor(
    private readonly throttle: AccountThrottle,
    private readonly users: Users,
    private readonly credentials: PasswordCredentials,
    private readonly hasher: PasswordHasher,
    private readonly sessions: Sessions,
    private readonly sessionTokens: SessionTokens,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws AuthenticationErrors.invalid_credentials, the same and after the same work whatever was wrong */
  async login(address: string, password: string): Promise<LoginDto> {
    const email = canonicalEmail(address);
    await this.throttle.spend(email);
    const user = await this.users.findByEmail(email);
    const stored = user ? await this.credentials.hashOf(user.id) : null;
    const matches = await this.hasher.verify(password, stored);
    if (!user || stored === null || !matches || !mayLogIn(user)) return this.refuse(email, user, stored === null ? 'no_password' : matches ? 'not_active' : 'wrong_password');

    const newer = this.hasher.needsRehash(stored) ? await this.hasher.hash(password) : null;
    const session = await this.transactions.run(() => this.begin(user, stored, newer));
    if (!session) return this.refuse(email, user, 'changed_meanwhile');
    await this.throttle.forget(email);
    return this.sessionTokens.login(session, { ...user, lastLoginAt: session.createdAt });
  }

  /** The user's row is held from here on; what was found before is asked again. */
  private async begin(found: User, stored: string, newer: string | null): Promise<Session | null> {
    const user = await this.users.lock(found.id);
    if (!user || !mayLogIn(user) || (await this.credentials.hashOf(user.id)) !== stored) return null;
    if (newer !== null) await this.credentials.rehash(user.id, stored, newer);
    await this.transactions.manager.update(User, { id: user.id }, { lastLoginAt: this.clock.now() });
    const session = await this.sessions.begin(user.id, 'email_password');
    await this.trail.record(LoginEvents.succeeded, {
      actorId: user.id,
      targetUserId: user.id,
      resourceId: session.id,
      metadata: { email: user.email, auth_strategy: session.authStrategy, session_id: session.id },
    });
    return session;
  }

  private async refuse(email: string, user: User | null, reason: string): Promise<never> {
    await this.trail.record(LoginEvents.failed, {
      actorId: null,
      targetUserId: user?.id,
      status: 'failure',
      metadata: { email, auth_strategy: 'email_password', reason: user ? reason : 'unknown_address' },
    });
    throw AuthenticationErrors.invalid_credentials();
  }
}

function mayLogIn(user: User): boolean {
  return user.status === 'ACTIVE' && user.emailVerifiedAt !== null;
}
