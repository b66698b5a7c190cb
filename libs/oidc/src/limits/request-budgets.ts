import { Settings } from '@authengine/config';
import { AuditTrail, currentRequest, RequestErrors, sourceKey, type RefusedAt } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';
import { Counters, type Counter } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

const MINUTE_SECONDS = 60;

/**
 * How much is asked of the protocol, by source and by application. Anybody can send an application's id, so a request counts
 * for the application only once it has proven to be it: nobody else can use up what it has. It does not count for its source
 * then: a shop's server asks for all of its customers.
 */
@Injectable()
export class RequestBudgets {
  private readonly sources: Counter;
  private readonly applications: Counter;

  constructor(
    counters: Counters,
    { values }: Settings,
    private readonly trail: AuditTrail,
  ) {
    this.sources = counters.counter({ name: 'oidc-source', points: values.OIDC_RATE_LIMIT_PER_MINUTE, windowSeconds: MINUTE_SECONDS, of: 'requests' });
    this.applications = counters.counter({ name: 'oidc-application', points: values.OIDC_APPLICATION_RATE_LIMIT_PER_MINUTE, windowSeconds: MINUTE_SECONDS, of: 'requests' });
  }

  /** @throws RequestErrors.rate_limited, on record */
  async enter(where: RefusedAt): Promise<void> {
    const refusal = await this.spend(this.sources, source(), where);
    if (refusal) throw refusal;
  }

  /** The refusal of an application that asks for too much, which is on record. */
  async proven(applicationId: string, where: RefusedAt): Promise<DomainError | undefined> {
    await this.sources.giveBack(source());
    return this.spend(this.applications, applicationId, where);
  }

  private async spend(counter: Counter, key: string, where: RefusedAt): Promise<DomainError | undefined> {
    const spent = await counter.spend(key);
    if (spent.allowed) return undefined;
    const refusal = RequestErrors.rate_limited({ retryAfterSeconds: spent.retryAfterSeconds });
    await this.trail.refuse(undefined, refusal, where);
    return refusal;
  }
}

function source(): string {
  return sourceKey(currentRequest()?.ip ?? null);
}
