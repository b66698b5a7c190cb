import { Settings } from '@authengine/config';
import { AuditTrail, currentRequest, RequestErrors, sourceKey, type AuditEvent, type RefusedAt } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';
import { Counters, type Counter } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { IntrospectionErrors } from '../introspect/introspection.errors.js';

const INTROSPECTION: RefusedAt = { method: 'POST', route: '/api/v1/auth/introspect' };

/**
 * Records refusals of API keys and counts them per source. Only invalid keys count, and only they get 429 in the end. A
 * valid key from the same address is always answered.
 */
@Injectable()
export class ApiKeyRefusals {
  private readonly failures: Counter;

  constructor(
    counters: Counters,
    settings: Settings,
    private readonly trail: AuditTrail,
  ) {
    this.failures = counters.counter({ name: 'bad-api-key', points: settings.values.RATE_LIMIT_PER_MINUTE, windowSeconds: 60 });
  }

  /** The error for an invalid key. The caller throws it. */
  async refusal(where = INTROSPECTION, event?: AuditEvent): Promise<DomainError> {
    const spent = await this.failures.spend(sourceKey(currentRequest()?.ip ?? null));
    const error = spent.allowed ? IntrospectionErrors.invalid_api_key() : RequestErrors.rate_limited({ retryAfterSeconds: spent.retryAfterSeconds });
    await this.trail.refuse(event, error, where);
    return error;
  }
}
