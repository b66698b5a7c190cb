import { generateSync } from 'otplib';
import type { TestApp } from '../test-app.js';
import { bearer, call, logIn, PASSWORD, signUp, type Answer, type Tokens } from './person.js';

const STEP_SECONDS = 30;

/** An authenticator app: codes of a secret by the test's clock. */
export class Authenticator {
  constructor(
    private readonly test: Pick<TestApp, 'clock'>,
    readonly secret: string,
  ) {}

  /** The code of now's step, or of one so many steps away. */
  code(steps = 0): string {
    return generateSync({ secret: this.secret, epoch: Math.floor(this.test.clock.now().getTime() / 1000) + steps * STEP_SECONDS });
  }

  /** A code not used before: the clock moves on to the step after next. */
  next(): string {
    this.test.clock.advance({ seconds: 2 * STEP_SECONDS });
    return this.code();
  }

  /** Six digits that are right at no time near. */
  wrong(): string {
    const near = [-3, -2, -1, 0, 1, 2, 3].map((steps) => this.code(steps));
    let guess = 100_000;
    while (near.includes(String(guess))) guess += 1;
    return String(guess);
  }
}

export interface Enrolment {
  readonly provisioning_uri: string;
  readonly secret: string;
  readonly qr_code: string;
  readonly message: string;
}

export interface Challenge {
  readonly mfa_pending_token: string;
  readonly message: string;
  readonly methods: string[];
}

export interface MfaPerson {
  readonly email: string;
  readonly tokens: Tokens;
  readonly authenticator: Authenticator;
  readonly recoveryCodes: string[];
}

export const enroll = (test: TestApp, token: string, body: Record<string, unknown> = {}): Promise<Answer<Enrolment & { code?: string }>> => call(test, 'POST', '/me/mfa/enroll', body, bearer(token));
export const verify = (test: TestApp, token: string, code: string): Promise<Answer<{ message: string; recovery_codes: string[]; code?: string }>> =>
  call(test, 'POST', '/me/mfa/verify', { code }, bearer(token));
export const disable = (test: TestApp, token: string, code: string): Promise<Answer> => call(test, 'DELETE', '/me/mfa/disable', { code }, bearer(token));
export const regenerate = (test: TestApp, token: string, code: string): Promise<Answer<{ recovery_codes: string[]; code?: string }>> =>
  call(test, 'POST', '/me/mfa/recovery-codes', { code }, bearer(token));
export const status = async (test: TestApp, token: string): Promise<Record<string, unknown>> => (await call(test, 'GET', '/me/mfa/status', undefined, bearer(token))).body;

/** Turns multi-factor authentication on for who is signed in. */
export async function turnOn(test: TestApp, token: string): Promise<{ authenticator: Authenticator; recoveryCodes: string[] }> {
  const enrolment = await enroll(test, token);
  const authenticator = new Authenticator(test, enrolment.body.secret);
  const confirmed = await verify(test, token, authenticator.code());
  if (confirmed.status !== 200) throw new Error(`verify answered ${confirmed.status}: ${JSON.stringify(confirmed.body)}`);
  return { authenticator, recoveryCodes: confirmed.body.recovery_codes };
}

/** A new person with an authenticator app, signed in. */
export async function mfaPerson(test: TestApp): Promise<MfaPerson> {
  const email = await signUp(test);
  const tokens = await logIn(test, email);
  return { email, tokens, ...(await turnOn(test, tokens.access_token)) };
}

/** Logs in by password up to the challenge, from the address given where the test trusts its proxy. */
export async function challengeOf(test: TestApp, email: string, from?: string): Promise<Challenge> {
  const answer = await call<Challenge>(test, 'POST', '/auth/login', { email, password: PASSWORD }, source(from));
  if (answer.status !== 202) throw new Error(`login answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export function complete(test: TestApp, token: string, code: string, from?: string): Promise<Answer<Tokens & { user: Record<string, unknown>; code?: string; request_id?: string }>> {
  return call(test, 'POST', '/auth/mfa/complete', { mfa_pending_token: token, code }, source(from));
}

function source(from: string | undefined): Record<string, string> {
  return from === undefined ? {} : { 'X-Forwarded-For': from };
}
