import { Api } from './api/api.js';
import { systemClock } from './clock/clock.js';
import { decide, type Decision } from './decisions/decision.js';
import { ConfigurationError } from './errors/configuration-error.js';
import { ProtocolError } from './errors/protocol-error.js';
import { UnavailableError } from './errors/unavailable-error.js';
import { Hub } from './hub/hub.js';
import { Asking } from './modes/asking.js';
import { KeptAnswers } from './modes/kept-answers.js';
import { parseMode, type Mode } from './modes/mode.js';
import { apiAddress, checkOptions, type AuthEngineOptions } from './options.js';
import { INACTIVE, type Answer } from './questions/answer.js';
import { isForUs, type Audience } from './questions/audience.js';
import { canBeAsked, checkPermissions, type Question } from './questions/question.js';
import { Questioner } from './questions/questioner.js';
import { RevocationStream } from './stream/revocation-stream.js';
import { fetchTransport } from './transport/fetch-transport.js';

/** How a question is asked, beside what it asks. */
export interface Asked {
  readonly mode?: Mode | undefined;
}

/** AuthEngine, for a service that uses it. Everything fails closed: what is no plain yes lets nobody in. */
export class AuthEngine {
  /** Every other route of AuthEngine, with the types of its OpenAPI document. */
  readonly api: Api;
  private readonly hub: Hub;
  private readonly questioner: Questioner;
  private readonly asking: Asking;
  private readonly stream: RevocationStream;
  private readonly mode: Mode;
  private readonly audience: Audience | undefined;

  /** @throws ConfigurationError */
  constructor(options: AuthEngineOptions) {
    checkOptions(options);
    const { apiKey, timeoutMs = 3_000, retries = 2, transport = fetchTransport, clock = systemClock, mode = 'strict' } = options;
    this.mode = mode;
    // A copy: what the caller's list becomes later is nothing to us.
    this.audience = options.audience === undefined ? undefined : [options.audience].flat();
    this.hub = new Hub({ address: apiAddress(options), timeoutMs, retries, transport, clock }, apiKey);
    this.questioner = new Questioner(this.hub, clock);
    const kept = new KeptAnswers(clock);
    this.stream = new RevocationStream(this.hub, kept, clock);
    this.asking = new Asking(this.questioner, kept, this.stream);
    this.api = new Api(this.hub);
  }

  /** A client whose URL and key are known to be right. @throws AuthEngineError that says in one line what to change */
  static async connect(options: AuthEngineOptions): Promise<AuthEngine> {
    const engine = new AuthEngine(options);
    await engine.verify();
    return engine;
  }

  /**
   * Asks a first question, to find a wrong URL or key before any user does. An AuthEngine that says that it cannot answer
   * now is the right one, and passes.
   * @throws AuthEngineError
   */
  async verify(): Promise<void> {
    try {
      await this.questioner.ask({ token: 'is-anybody-there' });
    } catch (error) {
      if (error instanceof UnavailableError && error.reached) return;
      if (error instanceof UnavailableError || error instanceof ProtocolError) throw new ConfigurationError(error.message);
      throw error;
    }
  }

  /** Whether a token stands, whose it is, and what its holder may do. @throws AuthEngineError where there is no answer */
  async introspect(question: Question & Asked): Promise<Answer> {
    return this.ask(question, question.mode);
  }

  /** Whether the holder of a token may. @throws AuthEngineError where there is no answer: nobody is let in then */
  async decide(question: Omit<Question, 'decisionOnly'> & Asked): Promise<Decision> {
    const { token, tenantId, permissions = [], mode } = question;
    return decide({ token, tenantId, permissions, decisionOnly: true }, (asked) => this.ask(asked, mode));
  }

  /** Ends the stream that `bounded` listens to, so that the process can end. Questions are asked as ever. */
  close(): void {
    this.stream.close();
  }

  private async ask(question: Question, mode: Mode = this.mode): Promise<Answer> {
    const { token, tenantId, permissions = [], decisionOnly } = question;
    checkPermissions(permissions);
    if (!canBeAsked(token, tenantId)) return INACTIVE;
    // A copy, since the question goes out later, and its answer is kept as the answer to what was asked now.
    const answer = await this.asking.ask({ token, tenantId, permissions: [...permissions], decisionOnly }, parseMode(mode));
    return answer.active && !isForUs(answer, this.audience) ? INACTIVE : answer;
  }
}
