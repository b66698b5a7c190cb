import { AuditTrail, currentRequest, type AuditEvent, type AuditStatus } from '@authengine/contracts';
import { DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { toForecastDto, type ForecastDto } from './dto/forecast.dto.js';
import type { DryRunQuery } from './dto/dry-run.query.js';
import { DryRunEvents } from './dry-run.events.js';
import type { Forecast, ForecastScope } from './forecast.js';
import { ForecastReader } from './forecast-reader.js';

/** One write, as its route describes it. */
export interface Write<T> {
  readonly actorId: UserId;
  /** The event that records the write; a dry run is recorded as a forecast of it. */
  readonly event: AuditEvent;
  readonly scope: ForecastScope;
  /** The tenant whose log gets the forecast, when neither the path's `tenant_id` nor the scope names it. */
  readonly inTenant?: TenantId;
  /** What the forecast is about, where the scope does not name it. */
  readonly resourceId?: string;
  readonly write: () => Promise<T>;
}

/** What the entry of a forecast is about. */
interface About {
  readonly event: AuditEvent;
  readonly scope: ForecastScope;
  readonly inTenant: TenantId | undefined;
  readonly resourceId: string | undefined;
}

/**
 * "Try it first": runs the real write with all its checks in a transaction that is rolled back, and reports what it
 * did. When the write would be refused, the dry run is refused with the same error.
 */
@Injectable()
export class AccessWrites {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: ForecastReader,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * For a handler: answers as the write does. With `?dry_run=true` the answer shows the result that would come,
   * together with the forecast, with status 200.
   */
  async perform<T extends object | void>({ dry_run }: DryRunQuery, response: { status(code: number): unknown }, write: Write<T>): Promise<T | ForecastDto> {
    if (!dry_run) return write.write();
    let own: T | undefined;
    const forecast = await this.forecast({ ...write, write: async () => (own = await write.write()) });
    response.status(200);
    return { ...own, ...toForecastDto(forecast) };
  }

  /** @throws the errors of the write */
  async forecast<T>({ actorId, event, scope, inTenant = scope.tenantId, resourceId, write }: Write<T>): Promise<Forecast> {
    const about = { event, scope, inTenant, resourceId };
    try {
      const forecast = await this.transactions.rehearse(() => this.reader.compare(scope, actorId, write));
      const { usersConsidered, sessionsEnded, serviceKeys, lockouts } = forecast;
      await this.record(about, { users_considered: usersConsidered, sessions_ended: sessionsEnded.length, service_keys: serviceKeys.length, lockouts: lockouts.length });
      return forecast;
    } catch (error) {
      if (error instanceof DomainError && error.status < 500) await this.record(about, { refused: error.code }, error.status === 409 ? 'failure' : 'denied');
      throw error;
    }
  }

  /** Runs outside the rehearsal, so that the entry stays. It replaces the handler's own event, which did not happen. */
  private async record(
    { event, scope: { users = [], roleId, serviceKeyIds = [] }, inTenant: tenantId, resourceId }: About,
    metadata: Record<string, unknown>,
    status: AuditStatus = 'success',
  ): Promise<void> {
    const principal = currentRequest()?.principal;
    await this.trail.record(DryRunEvents.forecast, {
      ...(principal ? {} : { actorId: null }),
      targetUserId: users.length === 1 ? users[0] : null,
      ...(tenantId ? { tenantId } : {}),
      resourceId: resourceId ?? roleId ?? serviceKeyIds[0] ?? null,
      status,
      metadata: { of: event.name, ...metadata },
    });
  }
}
