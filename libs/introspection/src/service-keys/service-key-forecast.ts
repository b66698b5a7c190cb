import { Clock, type ServiceKeyId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { ServiceKeyStates, type KeyQuestion, type StandingKey } from '@authengine/rbac';
import { Injectable, type OnModuleInit } from '@nestjs/common';

interface Row {
  readonly id: ServiceKeyId;
  readonly service_name: string;
  readonly tenant_id: TenantId | null;
  readonly created_by: UserId | null;
}

/** Says which service keys are valid in the running transaction, for forecasts of access changes. */
@Injectable()
export class ServiceKeyForecast implements OnModuleInit {
  constructor(
    private readonly states: ServiceKeyStates,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.states.readBy((question) => this.standing(question));
  }

  private async standing({ ids = [], creators = [], tenants = [] }: KeyQuestion): Promise<StandingKey[]> {
    const rows = await this.transactions.manager.query<Row[]>(
      `SELECT k.id, k.service_name, k.tenant_id, k.created_by FROM service_keys k LEFT JOIN tenants t ON t.id = k.tenant_id
        WHERE (k.id = ANY($1::uuid[]) OR k.created_by = ANY($2::uuid[]) OR k.tenant_id = ANY($3::uuid[]))
          AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $4) AND (k.tenant_id IS NULL OR t.status = 'ACTIVE')
        ORDER BY k.created_at, k.id`,
      [ids, creators, tenants, this.clock.now()],
    );
    return rows.map((row) => ({ id: row.id, serviceName: row.service_name, tenantId: row.tenant_id, createdBy: row.created_by }));
  }
}
