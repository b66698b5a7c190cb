import { VersionedCache, KeptAnswers } from '@authengine/persistence';
import type { DomainError } from '@authengine/kernel';
import { AuthenticationErrors } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AnsweredBefore } from './answered-before.js';
import { RouteTable } from '../routes/route-table.js';
import { repeatable } from './repeatable-request.js';

/** What a request is refused with when what it asks for has happened already: the session, the member, the code is gone. */
const REFUSED = new Set([400, 401, 403, 404, 409]);

/**
 * A request that was answered 503 after its change was committed, and is sent again, is asked for anew like any other. Only
 * where it is refused now, since it happened the first time, it gets the answer of the first time.
 */
@Injectable()
export class RepeatedRequests {
  constructor(
    private readonly cache: VersionedCache,
    private readonly kept: KeptAnswers,
    private readonly routes: RouteTable,
  ) {}

  /**
   * Never where the handler reads the body itself: without it one request looks like any other. Nor for a page that may not
   * use the refresh cookie: whoever asked the first time had it from an allowed one.
   */
  mayBeOne(error: DomainError, { method, path }: Request): boolean {
    if (error.code === AuthenticationErrors.origin_not_allowed.code) return false;
    return this.cache.shared && REFUSED.has(error.status) && method !== 'OPTIONS' && !this.routes.readsOwnBody(method, path);
  }

  /** The answer of the first time; null for a request that is no repeated one. @throws ServerErrors.unavailable while it still can't be given */
  async find(request: Request): Promise<AnsweredBefore | null> {
    const answer = await this.kept.take(repeatable(request));
    return answer && new AnsweredBefore(answer);
  }
}
