import { TenantEndingPort, type EndOfTenant } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** The work that libs have registered for the end of a tenant; `Tenants.delete` runs it. */
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
