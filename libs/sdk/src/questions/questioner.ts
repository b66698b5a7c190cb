import type { Clock } from '../clock/clock.js';
import { AuthEngineError } from '../errors/auth-engine-error.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { ProtocolError } from '../errors/protocol-error.js';
import { RefusedError } from '../errors/refused-error.js';
import type { Hub } from '../hub/hub.js';
import { INACTIVE, readAnswer, type Answer } from './answer.js';
import { inBatches } from './in-batches.js';
import { questionKey, toWire, type Question } from './question.js';

interface Waiting {
  readonly question: Question;
  readonly wire: Record<string, unknown>;
  readonly bytes: number;
  readonly answered: Promise<Answer>;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** As many questions, and as many bytes, as AuthEngine takes at once; of the bytes a little less. */
const MAX_QUESTIONS = 100;
const MAX_BYTES = 400 * 1024;
/** AuthEngine takes no longer question, and makes no token that is anywhere near as long. */
const MAX_QUESTION_BYTES = 96 * 1024;
/** A malformed question, or one that is too large; with any other status, each of them would be refused alone too. */
const OF_ONE: ReadonlySet<number> = new Set([400, 413]);
const QUESTION = { method: 'POST', repeatable: true, asService: true } as const;

/**
 * Asks AuthEngine. What is asked in one turn of the event loop goes there as one batch; nothing joins a question that
 * is on its way, because its answer may be older than the one who asks now.
 */
export class Questioner {
  /** Private to the language, so that whoever logs a client logs no token. */
  #waiting = new Map<string, Waiting>();

  constructor(
    private readonly hub: Hub,
    private readonly clock: Clock,
  ) {}

  /** @param minEpoch what the answer must include; 0 for what AuthEngine knows anyway. @throws AuthEngineError */
  ask(question: Question, minEpoch = 0): Promise<Answer> {
    const key = `${questionKey(question)} ${minEpoch}`;
    const same = this.#waiting.get(key);
    if (same) return same.answered;
    const wire = toWire(question, minEpoch);
    const bytes = Buffer.byteLength(JSON.stringify(wire)) + 1;
    if (bytes > MAX_QUESTION_BYTES) return Promise.resolve(INACTIVE);
    if (this.#waiting.size === 0) setImmediate(() => this.flush());
    const waiting = newWaiting(question, wire, bytes);
    this.#waiting.set(key, waiting);
    return waiting.answered;
  }

  private flush(): void {
    const all = [...this.#waiting.values()];
    this.#waiting = new Map();
    for (const batch of inBatches(all, ({ bytes }) => bytes, MAX_QUESTIONS, MAX_BYTES)) void this.send(batch);
  }

  private async send(batch: readonly Waiting[]): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only) return this.sendAlone(only);
    try {
      const body = (await this.hub.call({ ...QUESTION, path: '/auth/introspect/batch', body: { tokens: batch.map(({ wire }) => wire) } })) as { results?: unknown } | undefined;
      const results: unknown = body?.results;
      if (!Array.isArray(results) || results.length !== batch.length) throw new ProtocolError('AuthEngine answered a batch with another number of answers; see whether url leads to AuthEngine');
      batch.forEach((waiting, i) => this.settle(waiting, results[i]));
    } catch (error) {
      // Refused for what one of them holds: the others are not to fail for it.
      if (error instanceof RefusedError && OF_ONE.has(error.status)) await Promise.all(batch.map((waiting) => this.sendAlone(waiting)));
      else for (const { reject } of batch) reject(error);
    }
  }

  private async sendAlone(waiting: Waiting): Promise<void> {
    try {
      this.settle(waiting, await this.hub.call({ ...QUESTION, path: '/auth/introspect', body: waiting.wire }));
    } catch (error) {
      waiting.reject(error instanceof AuthEngineError ? error : new ConfigurationError('AuthEngine: the question could not be sent'));
    }
  }

  private settle({ question, resolve, reject }: Waiting, body: unknown): void {
    try {
      resolve(readAnswer(body, question, this.clock.wall()));
    } catch (error) {
      reject(error);
    }
  }
}

function newWaiting(question: Question, wire: Record<string, unknown>, bytes: number): Waiting {
  let resolve: Waiting['resolve'] = () => undefined;
  let reject: Waiting['reject'] = () => undefined;
  const answered = new Promise<Answer>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { question, wire, bytes, answered, resolve, reject };
}
