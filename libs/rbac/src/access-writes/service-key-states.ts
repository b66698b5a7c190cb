import type { ServiceKeyId, TenantId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { TouchedKey } from './forecast.js';

/** A service key that is valid now. */
export interface StandingKey {
  readonly id: ServiceKeyId;
  readonly serviceName: string;
  readonly tenantId: TenantId | null;
  readonly createdBy: UserId | null;
}

/** Keys that match any of these. */
export interface KeyQuestion {
  readonly ids?: readonly ServiceKeyId[];
  readonly creators?: readonly UserId[];
  readonly tenants?: readonly TenantId[];
}

export type ReadStandingKeys = (question: KeyQuestion) => Promise<readonly StandingKey[]>;

/** Gives forecasts access to service keys. They belong to a lib above this one, which sets the reader at start. */
@Injectable()
export class ServiceKeyStates {
  private readFrom: ReadStandingKeys | undefined;

  /** `read` must use the running transaction. */
  readBy(read: ReadStandingKeys): void {
    this.readFrom = read;
  }

  async standing(question: KeyQuestion): Promise<readonly StandingKey[]> {
    return (await this.readFrom?.(question)) ?? [];
  }
}

/** The keys of before that have ended or changed. */
export function touchedKeys(before: readonly StandingKey[], after: readonly StandingKey[]): TouchedKey[] {
  return before.flatMap(({ id, serviceName, tenantId, createdBy }): TouchedKey[] => {
    const now = after.find((key) => key.id === id);
    if (!now) return [{ id, serviceName, tenantId, effect: 'ends' }];
    return now.createdBy === createdBy ? [] : [{ id, serviceName, tenantId, effect: 'loses_its_creator' }];
  });
}
