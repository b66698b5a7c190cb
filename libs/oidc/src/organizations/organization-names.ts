import type { TenantId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

/** What organizations are called. The platform's own tenant is none. */
@Injectable()
export class OrganizationNames {
  constructor(private readonly transactions: Transactions) {}

  of(ids: readonly TenantId[]): Promise<{ readonly id: TenantId; readonly name: string }[]> {
    return this.transactions.manager.query(`SELECT id, name FROM tenants WHERE id = ANY($1::uuid[]) AND type <> 'PLATFORM' ORDER BY name, id`, [ids]);
  }
}
