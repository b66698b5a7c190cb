import type { Clock } from '../clock/clock.js';
import { ageOf, momentOf, type Moment } from '../clock/moment.js';
import type { ActiveToken, Answer } from '../questions/answer.js';
import { questionKey, tokenKey, type Question } from '../questions/question.js';

interface Kept {
  readonly answer: ActiveToken;
  readonly token: string;
  /** When it was asked for: AuthEngine may have answered as early as that. */
  readonly asked: Moment;
  /** Which connection of the stream it was asked under. */
  readonly generation: number;
}

/** A question on its way. Its answer is kept only if nothing was heard meanwhile that may make it old. */
export interface Pending {
  readonly key: string;
  readonly token: string;
  readonly asked: Moment;
  readonly generation: number;
  old: boolean;
}

const MOST = 10_000;

/** What AuthEngine last allowed, by the question. A no is never kept, and takes with it all that was kept of its token. */
export class KeptAnswers {
  private readonly kept = new Map<string, Kept>();
  /** The keys of what is kept of a token: whoever shows tokens that do not stand has no search through everything. */
  private readonly ofToken = new Map<string, Set<string>>();
  private readonly pending = new Set<Pending>();
  private generation = 0;

  constructor(private readonly clock: Clock) {}

  /** To be called before the question is asked, and to be ended by `settle`. */
  begin(question: Question): Pending {
    const pending = { key: questionKey(question), token: tokenKey(question.token), asked: momentOf(this.clock), generation: this.generation, old: false };
    this.pending.add(pending);
    return pending;
  }

  /** `keep`: whether a yes is to be kept; a no counts in any case. Without an answer nothing changes. */
  settle(pending: Pending, question: Question, answer: Answer | undefined, keep: boolean): void {
    this.pending.delete(pending);
    if (answer === undefined) return;
    if (!answer.active) {
      for (const key of this.ofToken.get(pending.token) ?? []) this.drop(key);
      this.outdate((other) => other.token === pending.token);
    } else if ((question.permissions?.length ?? 0) > 0 && answer.allowed !== true) {
      this.drop(pending.key);
      this.outdate((other) => other.key === pending.key);
    } else if (keep && !pending.old) {
      this.keep(pending, answer);
    }
  }

  /** What was allowed no longer ago than `maxAgeMs`, of a token that is not over; `watched`: all the while under the stream. */
  read(question: Question, maxAgeMs: number, watched?: 'watched'): ActiveToken | undefined {
    const key = questionKey(question);
    const kept = this.kept.get(key);
    if (!kept) return undefined;
    const age = ageOf(kept.asked, this.clock);
    // By how long it was when it was asked for: the clock that `exp` is read by may have been set back since.
    if (age >= kept.answer.exp * 1_000 - kept.asked.wall) {
      this.drop(key);
      return undefined;
    }
    if (watched && kept.generation !== this.generation) return undefined;
    return age <= maxAgeMs ? kept.answer : undefined;
  }

  /** The stream has missed something, or may have: what was asked until now counts as not watched. */
  unwatch(): void {
    this.generation += 1;
  }

  /** Forgets what is `old`, and keeps no answer to what is on its way. */
  forget(old: (kept: Kept) => boolean): void {
    for (const [key, kept] of this.kept) if (old(kept)) this.drop(key);
    this.outdate(() => true);
  }

  private keep({ key, token, asked, generation }: Pending, answer: ActiveToken): void {
    this.drop(key);
    this.kept.set(key, { answer, token, asked, generation });
    const keys = this.ofToken.get(token);
    if (keys) keys.add(key);
    else this.ofToken.set(token, new Set([key]));
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST && oldest !== undefined) this.drop(oldest);
  }

  private drop(key: string): void {
    const kept = this.kept.get(key);
    if (!kept) return;
    this.kept.delete(key);
    const keys = this.ofToken.get(kept.token);
    keys?.delete(key);
    if (keys?.size === 0) this.ofToken.delete(kept.token);
  }

  private outdate(which: (pending: Pending) => boolean): void {
    for (const pending of this.pending) if (which(pending)) pending.old = true;
  }
}
