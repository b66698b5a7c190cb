import { TenantEndingPort, type EndOfTenant } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** What libs have said ends with a tenant; `Tenants.delete` asks for it. */
@Injectable()
export class TenantEndings extends TenantEndingPort {
  private readonly ends: EndOfTenant[] = [];

  onEnding(end: EndOfTenant): void {
    this.ends.push(end);
  }

  async run(tenantId: TenantId): Promise<void> {
    for (const end of this.ends) await end(tenantId);
  }
}
