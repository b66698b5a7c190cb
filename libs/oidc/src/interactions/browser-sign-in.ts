import { User, Users } from '@authengine/directory';
import { LoginService, PasswordCredentials, refusingInEvenTime, ReauthenticationService } from '@authengine/identity';
import { Clock, isEmail, type SessionId, type UserId } from '@authengine/kernel';
import { ChallengeCompletion } from '@authengine/mfa';
import { AuthenticationErrors, LiveSessions, type Session } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { authenticationContext, type AuthenticationContext } from './authentication-context.js';
import type { OpenInteraction } from './open-interaction.js';

export interface SignedIn {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly context: AuthenticationContext;
  readonly at: Date;
}

export interface Challenged {
  readonly challenge: string;
}

export interface AccountAtHand {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly label: string;
  readonly asks: { readonly password: boolean; readonly code: boolean };
}

const MAX_TEXT = 1024;

/** The ways to sign in of the API, for a browser: the session begins in the same place, and no token is made. */
@Injectable()
export class BrowserSignIn {
  constructor(
    private readonly login: LoginService,
    private readonly challenges: ChallengeCompletion,
    private readonly reauthentication: ReauthenticationService,
    private readonly sessions: LiveSessions,
    private readonly users: Users,
    private readonly credentials: PasswordCredentials,
    private readonly clock: Clock,
  ) {}

  /** Who is signed in in this browser, where the session stands; null for nobody. */
  async signedIn({ details }: OpenInteraction): Promise<AccountAtHand | null> {
    const { accountId, uid } = details.session ?? {};
    if (accountId === undefined || uid === undefined || !(await this.sessions.find({ sub: accountId, sid: uid }))) return null;
    const user = await this.users.find(accountId as UserId);
    if (!user) return null;
    return { userId: user.id, sessionId: uid as SessionId, label: labelOf(user), asks: { password: (await this.credentials.hashOf(user.id)) !== null, code: user.mfaEnabled } };
  }

  /** @throws AuthenticationErrors.invalid_credentials, AuthenticationErrors.too_many_attempts */
  async byPassword(email: string, password: string): Promise<SignedIn | Challenged> {
    if (!isEmail(email) || password === '' || password.length > MAX_TEXT) throw AuthenticationErrors.invalid_credentials();
    const outcome = await refusingInEvenTime(() => this.login.signInBy(email, password));
    if (outcome.kind === 'challenge') return { challenge: outcome.challenge.mfa_pending_token };
    return this.signedInAs(outcome.session, false);
  }

  /** @throws ChallengeErrors.second_factor_invalid, SecondFactorErrors.too_many_attempts */
  async byCode(challenge: string, code: string): Promise<SignedIn> {
    const { session } = await this.challenges.begun(challenge.slice(0, MAX_TEXT), { code: code.slice(0, MAX_TEXT).trim() });
    return this.signedInAs(session, true);
  }

  /**
   * The user of a session that stands proves again who they are; the session goes on.
   * @throws ReauthenticationErrors, AuthenticationErrors.not_confirmed, AuthenticationErrors.too_many_attempts
   */
  async again({ userId, sessionId, asks }: AccountAtHand, { password, code }: { readonly password: string | undefined; readonly code: string | undefined }): Promise<SignedIn> {
    await this.reauthentication.reauthenticate({ kind: 'user', userId, sessionId, tenantId: null }, { password: password?.slice(0, MAX_TEXT), code: code?.slice(0, MAX_TEXT).trim() });
    return { userId, sessionId, at: this.clock.now(), context: authenticationContext('email_password', asks.code) };
  }

  private signedInAs({ userId, id, authStrategy, authenticatedAt }: Session, secondFactor: boolean): SignedIn {
    return { userId, sessionId: id, at: authenticatedAt, context: authenticationContext(authStrategy, secondFactor) };
  }
}

function labelOf({ email, username, firstName }: User): string {
  return email ?? username ?? firstName ?? 'your account';
}
