import { ACTS_ON_GET_METADATA, AUDITED_METADATA } from '@authengine/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import type { Request } from 'express';

/** Thrown to answer a request with 200 and nothing else, its guards having let it through. */
export class AnsweredWithoutHandler extends Error {}

/**
 * Express answers HEAD by the handler of GET. Where that does something, the last guard answers instead:
 * who may not ask has been refused by then as GET would have been.
 */
@Injectable()
export class HeadGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.switchToHttp().getRequest<Request>().method !== 'HEAD') return true;
    const handler = context.getHandler();
    const acts = [ACTS_ON_GET_METADATA, AUDITED_METADATA, SSE_METADATA].some((key) => Reflect.getMetadata(key, handler) !== undefined);
    if (acts) throw new AnsweredWithoutHandler();
    return true;
  }
}
