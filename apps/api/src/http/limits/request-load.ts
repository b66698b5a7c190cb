import { Settings } from '@authengine/config';
import { AuditTrail, refuseRequest } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Injectable, type ExecutionContext } from '@nestjs/common';
import { CallerLoad } from './caller-load.js';

/** Whoever waits for a turn as a user has one as a source, so that fewer may wait here than there are turns there. */
const WAITING_OF_USER = 100;
const WAITING_OF_SOURCE = 500;

/** The turns that requests have, of their source and of their user, until each is over. */
@Injectable()
export class RequestLoad {
  readonly sources: CallerLoad;
  readonly users: CallerLoad;
  private readonly turns = new WeakMap<object, (() => void)[]>();

  constructor(
    { values }: Settings,
    private readonly trail: AuditTrail,
  ) {
    this.sources = new CallerLoad({ atOnce: values.REQUESTS_AT_ONCE_PER_SOURCE, waiting: WAITING_OF_SOURCE, perMinute: values.REQUESTS_PER_MINUTE_PER_SOURCE });
    this.users = new CallerLoad({ atOnce: values.REQUESTS_AT_ONCE_PER_USER, waiting: WAITING_OF_USER, perMinute: values.REQUESTS_PER_MINUTE_PER_USER });
  }

  /** @throws RequestErrors.rate_limited, on record */
  async enter(context: ExecutionContext, load: CallerLoad, key: string): Promise<true> {
    const entered = await load.enter(key);
    if (entered instanceof DomainError) return refuseRequest(this.trail, context, entered);
    const request = context.switchToHttp().getRequest<object>();
    this.turns.set(request, [...(this.turns.get(request) ?? []), entered]);
    return true;
  }

  /**
   * The request is over: its handler has come to its end, or a refusal has been thrown. A connection that
   * was cut is not: the handler still works for it.
   */
  leave(request: object): void {
    const turns = this.turns.get(request) ?? [];
    this.turns.delete(request);
    for (const leave of turns) leave();
  }
}
