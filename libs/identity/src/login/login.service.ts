import { AuditTrail } from '@authengine/contracts';
import { PasswordHasher } from '@authengine/crypto';
import { type User, Users } from '@authengine/directory';
import { canonicalEmail, type UserId } from '@authengine/kernel';
import { AuthenticationErrors, type LoginDto } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { CurrentPassword } from '../passwords/current-password.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import type { MfaChallengeDto } from '../sign-in/second-factor.port.js';
import { mayBeginSession, SignIn, type SignInOutcome } from '../sign-in/sign-in.js';
import { SignInEvents } from '../sign-in/sign-in.events.js';
import { AccountThrottle } from './account-throttle.js';
import { FailedAttempts } from './failed-attempts.js';

/** Looked up when there is no user, so that the time is the same. */
const NOBODY = '00000000-0000-0000-0000-000000000000' as UserId;

/** Sign-in by address and password. */
@Injectable()
export class LoginService {
  constructor(
    private readonly throttle: AccountThrottle,
    private readonly failures: FailedAttempts,
    private readonly users: Users,
    private readonly credentials: PasswordCredentials,
    private readonly hasher: PasswordHasher,
    private readonly current: CurrentPassword,
    private readonly signIn: SignIn,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @throws AuthenticationErrors.invalid_credentials, the same and after the same work for every fault
   * @throws AuthenticationErrors.too_many_attempts, even with the right password
   */
  async login(address: string, password: string): Promise<LoginDto | MfaChallengeDto> {
    const email = canonicalEmail(address);
    await this.throttle.spend(email);
    const user = await this.users.findByEmail(email);
    const stored = await this.credentials.hashOf(user?.id ?? NOBODY);
    const matches = await this.hasher.verify(password, stored);
    if (!matches) await this.failures.count(email);
    if (!user || stored === null) return this.refuse(email, user, user ? 'no_password' : 'unknown_address');
    if (!matches) return this.refuse(email, user, 'wrong_password');
    if (!mayBeginSession(user)) return this.refuse(email, user, 'not_active');

    const outcome = await this.current.under({ userId: user.id, password, hash: stored }, (hash) => this.begin(user, password, hash));
    if (outcome === 'changed_meanwhile') return this.refuse(email, user, outcome);
    if (outcome.kind === 'refused') return this.refuse(email, user, outcome.reason);
    return this.signIn.answer(outcome);
  }

  private async begin(user: User, password: string, stored: string): Promise<SignInOutcome | 'changed_meanwhile'> {
    const newer = this.hasher.needsRehash(stored) ? await this.hasher.hash(password) : null;
    const outcome = await this.signIn.begin({ userId: user.id, strategy: 'email_password', evidence: async () => ({ holds: await this.keep(user, stored, newer) }) });
    return outcome.kind === 'refused' && outcome.reason === 'changed_meanwhile' ? outcome.reason : outcome;
  }

  /** Whether the checked password is still the user's. If so, the newer hash is stored. */
  private async keep(user: User, stored: string, newer: string | null): Promise<boolean> {
    if ((await this.credentials.hashOf(user.id)) !== stored) return false;
    if (newer !== null) await this.credentials.rehash(user.id, stored, newer);
    return true;
  }

  private async refuse(email: string, user: User | null, reason: string): Promise<never> {
    await this.trail.record(SignInEvents.failed, { actorId: null, targetUserId: user?.id, status: 'failure', metadata: { email, auth_strategy: 'email_password', reason } });
    throw AuthenticationErrors.invalid_credentials();
  }
}
