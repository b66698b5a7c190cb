import { Counters, type Counter } from '@authengine/persistence';
import type { TenantId } from '@authengine/kernel';
import { InvitationErrors } from '@authengine/tenancy';
import { Injectable } from '@nestjs/common';

/** Invitation mails of one tenant to one address. A budget per address alone would let one tenant use up another's. */
const PER_TENANT_AND_ADDRESS = { name: 'invitation-mail', points: 10, windowSeconds: 3600 };

/** Keeps a tenant's managers from filling a person's mailbox through us. */
@Injectable()
export class InvitationBudget {
  private readonly counter: Counter;

  constructor(counters: Counters) {
    this.counter = counters.counter(PER_TENANT_AND_ADDRESS);
  }

  /** @throws InvitationErrors.too_many_mails */
  async spend(tenantId: TenantId, email: string): Promise<void> {
    const spent = await this.counter.spend(`${tenantId}|${email}`);
    if (!spent.allowed) throw InvitationErrors.too_many_mails({ retryAfterSeconds: spent.retryAfterSeconds });
  }
}
