import { AuditTrail, refuseRequest } from '@authengine/contracts';
import { HashingQueue } from '@authengine/crypto';
import { DomainError } from '@authengine/kernel';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';

/**
 * Lets in as many requests that will hash a password as can be hashed in time; the others are refused
 * (503) before anything is looked up or written for them, so that a flood costs the rest little. A place
 * is taken for as long as the handler runs, whether or not somebody still waits for its answer: a
 * connection that was cut does not tell of each request that was sent over it.
 */
@Injectable()
export class HashingRoomInterceptor implements NestInterceptor {
  constructor(
    private readonly queue: HashingQueue,
    private readonly trail: AuditTrail,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<never> {
    let leave: () => void;
    try {
      leave = this.queue.announce();
    } catch (error) {
      if (error instanceof DomainError) return refuseRequest(this.trail, context, error);
      throw error;
    }
    return next.handle().pipe(finalize(leave));
  }
}
