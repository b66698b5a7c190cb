import { ACTS_ON_GET_METADATA, AUDITED_METADATA } from '@authengine/contracts';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import type { Request } from 'express';
import type { Observable } from 'rxjs';

/** Thrown to answer a request with 200 and nothing else, its guards having let it through. */
export class AnsweredWithoutHandler extends Error {}

/**
 * Express answers HEAD by the handler of GET. Where that does something, the first interceptor answers instead:
 * who may not ask has been refused by then as GET would have been, by the guards of the application and of the route.
 */
@Injectable()
export class HeadInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.switchToHttp().getRequest<Request>().method !== 'HEAD') return next.handle();
    const handler = context.getHandler();
    const acts = [ACTS_ON_GET_METADATA, AUDITED_METADATA, SSE_METADATA].some((key) => Reflect.getMetadata(key, handler) !== undefined);
    if (acts) throw new AnsweredWithoutHandler();
    return next.handle();
  }
}
