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
 * Requests for a mail to an address that may or may not belong to somebody. Every request costs the same single row and
 * reads nothing about the address, so neither its time nor its locks show whether there is an account. Any process
 * works out the answer right after, in the background.
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
   * Call this before the start: it sets how requests of this kind are answered. `answer` runs in a transaction, with
   * the context of the original request, and records the outcome. It may run again after a failure.
   */
  onAsked<Details extends object>(kind: MailRequestKind<Details>, answer: (details: Details) => Promise<void>): void {
    this.answers.set(kind.name, answer as Answer);
  }

  /** Joins the running transaction. The answer, not the handler, records the handler's audit event. */
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

  /** Resolves when this process has answered every request that is due now. */
  async settle(): Promise<void> {
    await this.loop.settle();
  }

  /**
   * Answers the due requests once more, and begins no answer after `withinMs`: the rest waits for another process or
   * the next start.
   */
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

  /** Returns whether there was one. */
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

/** The part of the request's context that is kept. */
function contextOf(request: RequestContext | null): RequestContext | null {
  return request && { requestId: request.requestId, ip: request.ip, userAgent: request.userAgent, principal: request.principal };
}
