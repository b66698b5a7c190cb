import { giveBackSpent } from '@authengine/persistence';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, from, mergeMap, throwError, type Observable } from 'rxjs';
import { toDomainError } from '../problem-details.js';

/**
 * A request that is answered 503 was no guess and sent no mail, so what it spent of any budget is given back before the
 * answer: a user who tries while PostgreSQL is away is let in once it is back.
 */
@Injectable()
export class SpentBackInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        const refused = (): Observable<never> => throwError(() => error);
        return toDomainError(error).status === 503 ? from(giveBackSpent()).pipe(mergeMap(refused)) : refused();
      }),
    );
  }
}
