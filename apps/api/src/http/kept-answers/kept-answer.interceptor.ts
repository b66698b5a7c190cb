import { AUDITED_METADATA, ServerErrors } from '@authengine/contracts';
import { Copies, KeptAnswers } from '@authengine/persistence';
import { Injectable, Logger, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { repeatable } from './repeatable-request.js';

const KEPT_HEADERS = ['set-cookie', 'location', 'link'];

/**
 * What a handler has revoked, and could not tell to every node, is answered 503. The handler runs to its end all the
 * same, and its answer is kept for who asks again.
 */
@Injectable()
export class KeptAnswerInterceptor implements NestInterceptor {
  private readonly log = new Logger('KeptAnswers');

  constructor(
    private readonly reflector: Reflector,
    private readonly copies: Copies,
    private readonly kept: KeptAnswers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.copies.shared || this.reflector.get<unknown>(AUDITED_METADATA, context.getHandler()) === undefined) return next.handle();
    const http = context.switchToHttp();
    return from(this.run(next, http.getRequest<Request>(), http.getResponse<Response>()));
  }

  private async run(next: CallHandler, request: Request, response: Response): Promise<unknown> {
    const { answer, untold } = await this.copies.serve<unknown>(() => lastValueFrom(next.handle(), { defaultValue: undefined }));
    if (untold.length === 0) return answer;
    const headers = takeHeaders(response);
    try {
      await this.kept.keep(repeatable(request), { status: response.statusCode, headers, body: answer }, untold);
    } catch (err) {
      this.log.error({ err }, 'an answer that could not be given could not be kept either');
    }
    throw ServerErrors.unavailable({ log: { reason: 'committed, but not every node could be told; the same request will be answered once they are' } });
  }
}

/** What of the answer's headers belongs to it; the 503 that is given in its place has none of them. */
function takeHeaders(response: Response): Record<string, string | string[]> {
  const taken: Record<string, string | string[]> = {};
  for (const name of KEPT_HEADERS) {
    const value = response.getHeader(name);
    if (value === undefined) continue;
    taken[name] = typeof value === 'number' ? String(value) : value;
    response.removeHeader(name);
  }
  return taken;
}
