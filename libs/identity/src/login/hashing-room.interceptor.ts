import { AuditTrail, refuseRequest } from '@authengine/contracts';
import { HashingQueue } from '@authengine/crypto';
import { DomainError } from '@authengine/kernel';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';

/**
 * Admits only as many password requests as can be hashed in time. The others get a 503 before anything is read or
 * written for them, so that a flood costs little. A request keeps its place until its handler ends, even when its
 * client has left: one closed connection may have carried many requests.
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
