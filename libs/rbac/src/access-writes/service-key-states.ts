import type { ServiceKeyId, TenantId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { TouchedKey } from './forecast.js';

/** A service key that stands now. */
export interface StandingKey {
  readonly id: ServiceKeyId;
  readonly serviceName: string;
  readonly tenantId: TenantId | null;
  readonly createdBy: UserId | null;
}

/** Any of these. */
export interface KeyQuestion {
  readonly ids?: readonly ServiceKeyId[];
  readonly creators?: readonly UserId[];
  readonly tenants?: readonly TenantId[];
}

export type ReadStandingKeys = (question: KeyQuestion) => Promise<readonly StandingKey[]>;

/** How forecasts learn of service keys, which belong to a lib above this one: it tells, at start, how to read them. */
@Injectable()
export class ServiceKeyStates {
  private readFrom: ReadStandingKeys | undefined;

  /** `read` asks Postgres by the running transaction. */
  readBy(read: ReadStandingKeys): void {
    this.readFrom = read;
  }

  async standing(question: KeyQuestion): Promise<readonly StandingKey[]> {
    return (await this.readFrom?.(question)) ?? [];
  }
}

/** What became of the keys that stood before. */
export function touchedKeys(before: readonly StandingKey[], after: readonly StandingKey[]): TouchedKey[] {
  return before.flatMap(({ id, serviceName, tenantId, createdBy }): TouchedKey[] => {
    const now = after.find((key) => key.id === id);
    if (!now) return [{ id, serviceName, tenantId, effect: 'ends' }];
    return now.createdBy === createdBy ? [] : [{ id, serviceName, tenantId, effect: 'loses_its_creator' }];
  });
}
