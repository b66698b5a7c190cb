import { AUDITED_METADATA } from '@authengine/contracts';
import { Copies, KeptAnswers } from '@authengine/persistence';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AnsweredBefore } from './answered-before.js';
import { repeatable } from './repeatable-request.js';

/**
 * A request that was answered 503 after its change was committed, and is sent again, gets the answer of the first time.
 * Asked before authentication: the change may have ended the very session that asked for it.
 */
@Injectable()
export class KeptAnswerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly copies: Copies,
    private readonly kept: KeptAnswers,
  ) {}

  /** @throws AnsweredBefore, ServerErrors.unavailable */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.copies.shared || this.reflector.get<unknown>(AUDITED_METADATA, context.getHandler()) === undefined) return true;
    const answer = await this.kept.take(repeatable(context.switchToHttp().getRequest<Request>()));
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- it is no error: the problem filter sends it
    if (answer) throw new AnsweredBefore(answer);
    return true;
  }
}
