import { Injectable } from '@nestjs/common';
import { RequestBudgets } from '../limits/request-budgets.js';
import { currentProtocolRequest } from './current-context.js';
import { Refusals } from './refusals.js';

/** The endpoints where an application asks for something new. Whether a token stands it may ask as often as it likes. */
const COUNTED = ['token', 'pushed_authorization_request', 'device_authorization'];

/** What follows from an application's proof that it is the one that it says. */
@Injectable()
export class ProvenApplications {
  constructor(
    private readonly budgets: RequestBudgets,
    private readonly refusals: Refusals,
  ) {}

  /** @throws TemporarilyUnavailable, as 429 */
  async count(applicationId: string): Promise<void> {
    const ctx = currentProtocolRequest();
    if (!ctx || !COUNTED.includes(ctx.oidc.route)) return;
    const refusal = await this.budgets.proven(applicationId, { method: ctx.method, route: ctx.path });
    if (!refusal) return;
    ctx.set('Retry-After', String(refusal.retryAfterSeconds ?? 1));
    throw await this.refusals.tooMany(refusal.detail);
  }
}
