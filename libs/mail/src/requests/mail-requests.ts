import { AuditTrail, currentRequest, runInRequest, type RequestContext } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { BackgroundLoop, Transactions } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { MailEvents } from '../queue/mail.events.js';
import type { MailRequestKind } from './mail-request-kind.js';
import { nextTryAt } from './next-try.js';
import { WaitingRequests, type AskedMail, type WaitingRequest } from './waiting-requests.js';

type Answer = (details: object) => Promise<void>;

const INTERVAL_MS = 5_000;

/**
 * Requests for a mail to an address that may or may not be somebody's. Asking costs the same one row for
 * everybody and reads nothing of the address, so neither its time nor what it waits for tells whether
 * there is an account; the answer is worked out right after, in the background, by any process.
 */
@Injectable()
export class MailRequests {
  private readonly log = new Logger('MailRequests');
  private readonly answers = new Map<string, Answer>();
  private readonly loop: BackgroundLoop;
  private closing = false;

  constructor(
    private readonly waiting: WaitingRequests,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {
    this.loop = new BackgroundLoop(() => this.answerDue(), {
      intervalMs: INTERVAL_MS,
      onFault: (error) => {
        this.log.warn({ err: error }, 'requests for mails could not be worked on');
      },
    });
  }

  /**
   * Before the start: says how requests of this kind are answered. `answer` runs in a transaction, with the context
   * of the request that asked, and puts on record what came of it. It may run again after it failed.
   */
  onAsked<Details extends object>(kind: MailRequestKind<Details>, answer: (details: Details) => Promise<void>): void {
    this.answers.set(kind.name, answer as Answer);
  }

  /** Joins the running transaction. The handler's own audit event is left to the answer. */
  async ask<Details extends object>(kind: MailRequestKind<Details>, details: Details): Promise<void> {
    if (!this.answers.has(kind.name)) throw new Error(`nobody answers a request for ${kind.name}`);
    await this.transactions.run(async () => {
      await this.waiting.add(kind.name, { context: contextOf(currentRequest()), details }, this.clock.now());
      await this.trail.leaveToOthers();
      await this.transactions.afterCommit(() => {
        this.loop.kick();
        return Promise.resolve();
      });
    });
  }

  start(): void {
    this.closing = false;
    this.loop.start();
  }

  /** Resolves when every request that is due now has been answered by this process. */
  async settle(): Promise<void> {
    await this.loop.settle();
  }

  /** Answers what is due once more, and begins no answer after `withinMs`: the rest waits for another process or the next start. */
  async stop(withinMs: number): Promise<void> {
    const timer = setTimeout(() => {
      this.closing = true;
    }, withinMs);
    await this.loop.settle();
    clearTimeout(timer);
    this.closing = true;
    await this.loop.stop();
  }

  private async answerDue(): Promise<void> {
    while (!this.closing && (await this.answerOne()));
  }

  /** Whether there was one. */
  private async answerOne(): Promise<boolean> {
    let taken: WaitingRequest | null = null;
    try {
      await this.transactions.run(async () => {
        taken = await this.waiting.take([...this.answers.keys()], this.clock.now());
        if (taken) await this.answer(taken, this.waiting.open(taken));
      });
    } catch (error) {
      if (taken === null) throw error;
      await this.failed(taken, error);
    }
    return taken !== null;
  }

  private async answer({ kind }: WaitingRequest, { context, details }: AskedMail): Promise<void> {
    const answer = this.answers.get(kind);
    if (!answer) throw new Error(`nobody answers a request for ${kind}`);
    await (context ? runInRequest(context, () => answer(details)) : answer(details));
  }

  private async failed(request: WaitingRequest, error: unknown): Promise<void> {
    const attempts = request.attempts + 1;
    const again = nextTryAt({ attempts, createdAt: request.createdAt }, this.clock.now());
    this.log.warn({ err: error, attempts, again }, `the request ${request.id} for a mail (${request.kind}) could not be answered`);
    if (again) return this.waiting.postpone(request.id, again);
    await this.transactions.run(async () => {
      if (!(await this.waiting.drop(request.id))) return;
      const metadata = { kind: request.kind, attempts, reason: 'internal error' };
      await this.trail.record(MailEvents.deliveryFailed, { actorId: null, resourceId: request.id, status: 'failure', metadata });
    });
  }
}

/** What is kept of it. */
function contextOf(request: RequestContext | null): RequestContext | null {
  return request && { requestId: request.requestId, ip: request.ip, userAgent: request.userAgent, principal: request.principal };
}
