import { Settings } from '@authengine/config';
import { AuditTrail, currentRequest, LIMITED_BY_SOURCE_METADATA, refuseRequest, RequestErrors, sourceKey } from '@authengine/contracts';
import { Counters, type Counter } from '@authengine/persistence';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

/** One budget per source over all routes that take credentials or send mail, before anything of the request is looked at. */
@Injectable()
export class SourceLimitGuard implements CanActivate {
  private readonly counter: Counter;

  constructor(
    private readonly reflector: Reflector,
    counters: Counters,
    settings: Settings,
    private readonly trail: AuditTrail,
  ) {
    this.counter = counters.counter({ name: 'source', points: settings.values.RATE_LIMIT_PER_MINUTE, windowSeconds: 60, of: 'requests' });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(LIMITED_BY_SOURCE_METADATA, targets) !== true) return true;
    const spent = await this.counter.spend(sourceKey(currentRequest()?.ip ?? null));
    if (spent.allowed) return true;
    return refuseRequest(this.trail, context, RequestErrors.rate_limited({ retryAfterSeconds: spent.retryAfterSeconds }));
  }
}
