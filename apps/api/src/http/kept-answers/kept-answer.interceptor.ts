import { AUDITED_METADATA, ServerErrors } from '@authengine/contracts';
import { VersionedCache, KeptAnswers } from '@authengine/persistence';
import { Injectable, Logger, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { repeatable } from './repeatable-request.js';

const EPOCH_HEADER = 'x-revocation-epoch';
const KEPT_HEADERS = ['set-cookie', 'location', 'link', EPOCH_HEADER];
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What a handler has revoked, and could not tell to every node, is answered 503. The handler runs to its end all the
 * same, and its answer is kept for who asks again. The answer of whatever ended something, or confirmed that it had ended,
 * names the epoch that includes it.
 */
@Injectable()
export class KeptAnswerInterceptor implements NestInterceptor {
  private readonly log = new Logger('KeptAnswers');

  constructor(
    private readonly reflector: Reflector,
    private readonly cache: VersionedCache,
    private readonly kept: KeptAnswers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    // An audited GET acts: a provider's callback signs in.
    if (READS.has(request.method) && this.reflector.get<unknown>(AUDITED_METADATA, context.getHandler()) === undefined) return next.handle();
    return from(this.run(next, request, http.getResponse<Response>()));
  }

  private async run(next: CallHandler, request: Request, response: Response): Promise<unknown> {
    const { answer, untold, epoch } = await this.cache.serve<unknown>(() => lastValueFrom(next.handle(), { defaultValue: undefined }));
    if (epoch > 0 && !response.headersSent) response.setHeader(EPOCH_HEADER, String(epoch));
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
