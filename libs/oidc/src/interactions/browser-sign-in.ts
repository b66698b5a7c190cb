import type { AuthStrategy } from '@authengine/contracts';
import { User, Users } from '@authengine/directory';
import { LoginService, MagicLinkSignInService, PasswordCredentials, refusingInEvenTime, ReauthenticationService, say, type SignInOutcome, type Text } from '@authengine/identity';
import { Clock, isEmail, type SessionId, type UserId } from '@authengine/kernel';
import { ChallengeCompletion, isAuthenticationJson, PasskeySignIn, type PasskeyKind } from '@authengine/mfa';
import { ExchangeCodes } from '@authengine/oauth';
import { AuthenticationErrors, LiveSessions, type Session } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { authenticationContext, renewedContext, type ShownFactors } from './authentication-context.js';
import type { SignedIn } from './signed-in.js';
import type { Visit } from './visit.js';

export interface Challenged {
  readonly challenge: string;
  /** Whether a passkey may be the second factor. */
  readonly passkey: boolean;
}

export interface AccountAtHand {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  /** What began the session. */
  readonly strategy: AuthStrategy;
  readonly label: Text;
  readonly asks: { readonly password: boolean; readonly code: boolean };
}

const MAX_TEXT = 1024;

/** The ways to sign in of the API, for a browser: the session begins in the same place, and no token is made. */
@Injectable()
export class BrowserSignIn {
  constructor(
    private readonly login: LoginService,
    private readonly challenges: ChallengeCompletion,
    private readonly passkeys: PasskeySignIn,
    private readonly links: MagicLinkSignInService,
    private readonly exchange: ExchangeCodes,
    private readonly reauthentication: ReauthenticationService,
    private readonly sessions: LiveSessions,
    private readonly users: Users,
    private readonly credentials: PasswordCredentials,
    private readonly clock: Clock,
  ) {}

  /** Who is signed in in this browser, where the session stands; null for nobody. */
  async signedIn({ session }: Pick<Visit, 'session'>): Promise<AccountAtHand | null> {
    const { accountId, uid } = session ?? {};
    const live = accountId === undefined || uid === undefined ? null : await this.sessions.find({ sub: accountId, sid: uid });
    if (!live) return null;
    const user = await this.users.find(live.userId);
    if (!user) return null;
    return { userId: user.id, sessionId: live.sessionId, strategy: live.authStrategy, label: labelOf(user), asks: { password: (await this.credentials.hashOf(user.id)) !== null, code: user.mfaEnabled } };
  }

  /** @throws AuthenticationErrors.invalid_credentials, AuthenticationErrors.too_many_attempts */
  async byPassword(email: string, password: string): Promise<SignedIn | Challenged> {
    if (!isEmail(email) || password === '' || password.length > MAX_TEXT) throw AuthenticationErrors.invalid_credentials();
    return this.outcome(await refusingInEvenTime(() => this.login.signInBy(email, password)));
  }

  /** By a link that this page was asked for. @throws AuthenticationErrors.invalid_one_time_token */
  async byLink(token: string, page: string): Promise<SignedIn | Challenged> {
    return this.outcome(await this.links.onPage(token, page));
  }

  /** By a provider that this page led to. @throws OAuthErrors.invalid_code, OAuthErrors.not_allowed */
  async byProvider(code: string, verifier: string): Promise<SignedIn | Challenged> {
    return this.outcome((await this.exchange.begun({ code, verifier, refreshTransport: 'body' })).outcome);
  }

  /** @throws PasskeyErrors.not_accepted */
  async byPasskey(credential: string): Promise<SignedIn | Challenged> {
    const { outcome, passkey } = await this.passkeys.begun(credentialIn(credential), 'body');
    return this.outcome(outcome, passkey);
  }

  /** @throws ChallengeErrors.second_factor_invalid, SecondFactorErrors.too_many_attempts */
  async byCode(challenge: string, { code, credential }: { readonly code: string | undefined; readonly credential: string | undefined }): Promise<SignedIn> {
    const given = credential === undefined ? { code: (code ?? '').slice(0, MAX_TEXT).trim() } : { credential: credentialIn(credential) };
    const { session, passkey } = await this.challenges.begun(challenge.slice(0, MAX_TEXT), given);
    return this.signedInAs(session, { second: passkey ?? 'code' });
  }

  /**
   * The user of a session that stands proves again who they are; the session goes on.
   * @throws ReauthenticationErrors, AuthenticationErrors.not_confirmed, AuthenticationErrors.too_many_attempts
   */
  async again({ userId, sessionId, strategy, asks }: AccountAtHand, { password, code }: { readonly password: string | undefined; readonly code: string | undefined }): Promise<SignedIn> {
    await this.reauthentication.reauthenticate({ kind: 'user', userId, sessionId, tenantId: null }, { password: password?.slice(0, MAX_TEXT), code: code?.slice(0, MAX_TEXT).trim() });
    return { userId, sessionId, at: this.clock.now(), context: renewedContext(strategy, asks) };
  }

  private outcome(outcome: Exclude<SignInOutcome, { kind: 'refused' }>, passkey?: PasskeyKind): SignedIn | Challenged {
    if (outcome.kind === 'challenge') return { challenge: outcome.challenge.mfa_pending_token, passkey: outcome.challenge.methods.includes('webauthn') };
    return this.signedInAs(outcome.session, { passkey });
  }

  private signedInAs({ userId, id, authStrategy, authenticatedAt }: Session, shown: Omit<ShownFactors, 'strategy'>): SignedIn {
    return { userId, sessionId: id, at: authenticatedAt, context: authenticationContext({ strategy: authStrategy, ...shown }) };
  }
}

function labelOf({ email, username, firstName }: User): Text {
  return email ?? username ?? firstName ?? say('your_account');
}

/** @throws AuthenticationErrors.invalid_credentials for what no browser's passkey says */
function credentialIn(text: string): Parameters<PasskeySignIn['begun']>[0] {
  let credential: unknown;
  try {
    credential = JSON.parse(text);
  } catch {
    credential = undefined;
  }
  if (!isAuthenticationJson(credential)) throw AuthenticationErrors.invalid_credentials();
  return credential;
}
