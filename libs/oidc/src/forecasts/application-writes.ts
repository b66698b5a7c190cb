import type { AuditEvent } from '@authengine/contracts';
import type { ApplicationId, UserId } from '@authengine/kernel';
import { AccessWrites, type DryRunQuery, type ForecastDto } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { ApplicationEndsDto, ApplicationForecastDto } from './application-forecast.dto.js';
import { ApplicationStanding, type Standing } from './application-standing.js';

/** How many of the grants that would end are listed. */
const MOST_LISTED = 100;

/** One change of an application, as its route describes it. */
export interface ApplicationWrite<T> {
  readonly id: ApplicationId;
  readonly actorId: UserId;
  readonly event: AuditEvent;
  readonly write: () => Promise<T>;
}

/** Carries out a change of an application, or says what it would end. */
@Injectable()
export class ApplicationWrites {
  constructor(
    private readonly writes: AccessWrites,
    private readonly standing: ApplicationStanding,
  ) {}

  /** As `AccessWrites.perform`; the forecast says too what would end of the application. */
  async perform<T extends object | void>(query: DryRunQuery, response: { status(code: number): unknown }, { id, actorId, event, write }: ApplicationWrite<T>): Promise<T | ForecastDto> {
    let ends: ApplicationEndsDto | undefined;
    const rehearsed = async (): Promise<T> => {
      const before = await this.standing.of(id);
      const done = await write();
      ends = difference(id, before, await this.standing.of(id));
      return done;
    };
    const answer = await this.writes.perform(query, response, { actorId, event, scope: {}, resourceId: id, write: query.dry_run ? rehearsed : write });
    return ends === undefined ? answer : ({ ...answer, application: ends } as ApplicationForecastDto);
  }
}

function difference(id: ApplicationId, before: Standing, after: Standing): ApplicationEndsDto {
  const stands = new Set(after.grants.map((grant) => grant.id));
  const ended = before.grants.filter((grant) => !stands.has(grant.id));
  return {
    id,
    grants_ended: ended.length,
    grants: ended.slice(0, MOST_LISTED).map((grant) => ({ id: grant.id, user_id: grant.userId, session_id: grant.sessionId, tenant_id: grant.tenantId })),
    users_affected: new Set(ended.map(({ userId }) => userId)).size,
    tokens_ended: Math.max(0, before.tokens - after.tokens),
    secrets_left: after.secrets,
  };
}
