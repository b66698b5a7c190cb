import { ConfigurationError } from '../errors/configuration-error.js';
import { UnavailableError } from '../errors/unavailable-error.js';
import type { Answer } from '../questions/answer.js';
import type { Question } from '../questions/question.js';
import type { Questioner } from '../questions/questioner.js';
import type { KeptAnswers } from './kept-answers.js';
import type { ParsedMode } from './mode.js';

/** Asks as fresh as the mode of the route wants it. */
export class Asking {
  constructor(
    private readonly questioner: Questioner,
    private readonly kept: KeptAnswers,
  ) {}

  /** @throws AuthEngineError */
  async ask(question: Question, mode: ParsedMode): Promise<Answer> {
    const pending = this.kept.begin(question);
    let answer: Answer | undefined;
    try {
      answer = await this.questioner.ask(question);
      return answer;
    } catch (error) {
      // The key does not stand any more, or something else answers: what was told before is no service's to go on with.
      if (error instanceof ConfigurationError) this.kept.forget(() => true);
      // AuthEngine that says that it cannot answer was reached, and may have its reason.
      const tolerated = mode.kind === 'offline-tolerant' && error instanceof UnavailableError && !error.reached ? this.kept.read(question, mode.ms) : undefined;
      if (!tolerated) throw error;
      return tolerated;
    } finally {
      this.kept.settle(pending, question, answer, mode.kind !== 'strict');
    }
  }
}
