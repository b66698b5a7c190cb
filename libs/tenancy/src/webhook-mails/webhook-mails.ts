import { WebhookEvents } from '@authengine/audit';
import { InTransaction, type HappenedEvent } from '@authengine/contracts';
import { Mailer } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { BuiltInRoles } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import { webhookDisabledMail } from './webhook-disabled.mail.js';

const MAX_MAILS = 50;

/** Tells the people in charge that the service stopped a webhook: a tenant's owners, or the administrators of the platform. */
@Injectable()
export class WebhookMails {
  constructor(
    private readonly transactions: Transactions,
    private readonly mailer: Mailer,
  ) {}

  @InTransaction(WebhookEvents.disabled)
  async tell({ tenantId, metadata }: HappenedEvent): Promise<void> {
    const roles = tenantId === null ? [BuiltInRoles.superAdmin.name, BuiltInRoles.platformAdmin.name] : [BuiltInRoles.tenantOwner.name];
    const people = await this.transactions.manager.query<{ email: string; name: string }[]>(
      `SELECT DISTINCT u.email, t.name FROM role_assignments a
         JOIN roles r ON r.id = a.role_id AND r.tenant_id IS NULL AND r.name = ANY($1)
         JOIN tenants t ON t.id = a.tenant_id AND (t.id = $2 OR ($2::uuid IS NULL AND t.type = 'PLATFORM'))
         JOIN users u ON u.id = a.user_id AND u.status = 'ACTIVE' AND u.email IS NOT NULL
        ORDER BY u.email LIMIT ${MAX_MAILS}`,
      [roles, tenantId],
    );
    for (const { email, name } of people) {
      await this.mailer.enqueue('webhook_disabled', email, webhookDisabledMail({ tenantName: tenantId === null ? null : name, host: String(metadata['host']), failingSince: String(metadata['failing_since']) }));
    }
  }
}
