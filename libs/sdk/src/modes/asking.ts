import { AsyncResource } from 'node:async_hooks';
import { ConfigurationError } from '../errors/configuration-error.js';
import { UnavailableError } from '../errors/unavailable-error.js';
import type { Answer } from '../questions/answer.js';
import type { Question } from '../questions/question.js';
import type { Questioner } from '../questions/questioner.js';
import type { KeptAnswers } from './kept-answers.js';
import type { RevocationStream } from '../stream/revocation-stream.js';
import type { ParsedMode } from './mode.js';

/** What the stream does not tell (a new permission, a new name) is known after as long as this. */
const BOUNDED_MAX_AGE_MS = 30_000;

/** Asks as fresh as the mode of the route wants it. */
export class Asking {
  private listening: Promise<void> | undefined;
  /** Where the client was made: what is remembered of a request must not stay with the stream that it began. */
  private readonly home = new AsyncResource('AuthEngine');

  constructor(
    private readonly questioner: Questioner,
    private readonly kept: KeptAnswers,
    private readonly stream: RevocationStream,
  ) {}

  /** @throws AuthEngineError */
  async ask(question: Question, mode: ParsedMode): Promise<Answer> {
    const known = mode.kind === 'bounded' ? this.known(question, mode.ms) : undefined;
    if (known) return known;
    const keep = mode.kind !== 'strict';
    const pending = this.kept.begin(question);
    let answer: Answer | undefined;
    try {
      answer = await this.questioner.ask(question, keep ? this.stream.epoch : 0);
      return answer;
    } catch (error) {
      // The key does not stand any more, or something else answers: what was told before is no service's to go on with.
      if (error instanceof ConfigurationError) this.kept.forget(() => true);
      // AuthEngine that says that it cannot answer was reached, and may have its reason.
      const tolerated = mode.kind === 'offline-tolerant' && error instanceof UnavailableError && !error.reached ? this.kept.read(question, mode.ms) : undefined;
      if (!tolerated) throw error;
      return tolerated;
    } finally {
      this.kept.settle(pending, question, answer, keep);
    }
  }

  /** What was allowed, while the stream says that nothing of it has ended. A no is asked for each time. */
  private known(question: Question, ms: number): Answer | undefined {
    this.listening ??= this.home.runInAsyncScope(() => this.stream.listen());
    return this.stream.isFresh(ms) ? this.kept.read(question, BOUNDED_MAX_AGE_MS, 'watched') : undefined;
  }
}
