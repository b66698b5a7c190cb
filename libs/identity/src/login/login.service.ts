import { AuditTrail } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { canonicalEmail } from '@authengine/kernel';
import { AuthenticationErrors, type LoginDto, type RefreshTransport, Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { AccountThrottle } from '../guesses/account-throttle.js';
import { CurrentPassword } from '../passwords/current-password.js';
import type { MfaChallengeDto } from '../sign-in/second-factor.port.js';
import { mayBeginSession, SignIn, type SignInOutcome } from '../sign-in/sign-in.js';
import { SignInEvents } from '../sign-in/sign-in.events.js';

/** Sign-in by address and password. */
@Injectable()
export class LoginService {
  constructor(
    private readonly throttle: AccountThrottle,
    private readonly users: Users,
    private readonly current: CurrentPassword,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @throws AuthenticationErrors.invalid_credentials, the same and after the same work for every fault
   * @throws AuthenticationErrors.too_many_attempts, even with the right password
   * @throws AuthenticationErrors.origin_not_allowed where the page may not have the cookie that it wants
   */
  async login(address: string, password: string, refreshTransport?: RefreshTransport | null): Promise<LoginDto | MfaChallengeDto> {
    return this.signIn.answer(await this.signInBy(address, password, refreshTransport));
  }

  /**
   * The session or the challenge itself, for a page that hands out no tokens.
   * @throws as `login`
   */
  async signInBy(address: string, password: string, refreshTransport?: RefreshTransport | null): Promise<Exclude<SignInOutcome, { kind: 'refused' }>> {
    this.sessions.demandPage(refreshTransport);
    const email = canonicalEmail(address);
    await this.throttle.spend(email);
    const user = await this.users.findByEmail(email);
    const { stored, matches } = await this.current.compare(email, user?.id ?? null, password);
    if (!user || stored === null) return this.refuse(email, user, user ? 'no_password' : 'unknown_address');
    if (!matches) return this.refuse(email, user, 'wrong_password');
    if (!mayBeginSession(user)) return this.refuse(email, user, 'not_active');

    const outcome = await this.current.under({ userId: user.id, password, hash: stored }, (hash) => this.begin(user, { password, refreshTransport }, hash));
    if (outcome === 'changed_meanwhile') return this.refuse(email, user, outcome);
    if (outcome.kind === 'refused') return this.refuse(email, user, outcome.reason);
    return outcome;
  }

  private async begin({ id: userId }: User, { password, refreshTransport }: { readonly password: string; readonly refreshTransport: RefreshTransport | null | undefined }, stored: string): Promise<SignInOutcome | 'changed_meanwhile'> {
    const newer = await this.current.newerHash(password, stored);
    const outcome = await this.signIn.begin({ userId, strategy: 'email_password', refreshTransport, evidence: async () => ({ holds: await this.current.keep(userId, stored, newer) }) });
    return outcome.kind === 'refused' && outcome.reason === 'changed_meanwhile' ? outcome.reason : outcome;
  }

  private async refuse(email: string, user: User | null, reason: string): Promise<never> {
    await this.trail.record(SignInEvents.failed, { actorId: null, targetUserId: user?.id, status: 'failure', metadata: { email, auth_strategy: 'email_password', reason } });
    throw AuthenticationErrors.invalid_credentials();
  }
}
