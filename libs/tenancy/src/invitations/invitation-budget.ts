import { Settings } from '@authengine/config';
import type { TenantId } from '@authengine/kernel';
import { Counters, type Counter } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { InvitationErrors } from './invitation.errors.js';

const WINDOW_SECONDS = 3600;
/**
 * Invitation mails of one tenant to one address. With a budget for the address alone, one tenant could use up
 * another's.
 */
const PER_ADDRESS = { name: 'invitation-mail', points: 10, windowSeconds: WINDOW_SECONDS };

/** Stops a tenant's managers from filling a person's mailbox with our mails, and from mailing to everybody. */
@Injectable()
export class InvitationBudget {
  private readonly perAddress: Counter;
  private readonly perTenant: Counter;

  constructor(counters: Counters, { values }: Settings) {
    this.perAddress = counters.counter(PER_ADDRESS);
    this.perTenant = counters.counter({ name: 'invitations', points: values.INVITATIONS_PER_HOUR, windowSeconds: WINDOW_SECONDS });
  }

  /**
   * Runs `send`, which sends one mail, if the budgets allow it. When the mail does not come about, its point is given
   * back.
   * @throws InvitationErrors.too_many_mails, InvitationErrors.too_many_invitations
   */
  async spendOn<T>({ tenantId, email }: { readonly tenantId: TenantId; readonly email: string }, send: () => Promise<T>): Promise<T> {
    const address = `${tenantId}|${email}`;
    const toAddress = await this.perAddress.spend(address);
    if (!toAddress.allowed) throw InvitationErrors.too_many_mails({ retryAfterSeconds: toAddress.retryAfterSeconds });
    const ofTenant = await this.perTenant.spend(tenantId);
    if (!ofTenant.allowed) {
      await this.perAddress.giveBack(address);
      throw InvitationErrors.too_many_invitations({ retryAfterSeconds: ofTenant.retryAfterSeconds });
    }
    try {
      return await send();
    } catch (error) {
      await Promise.all([this.perAddress.giveBack(address), this.perTenant.giveBack(tenantId)]);
      throw error;
    }
  }
}
