import { currentRequest, sourceKey, type AuthStrategy } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import { Clock } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MailBudget } from '../limits/mail-budget.js';
import { NotMe } from '../not-me/not-me.js';
import { occasion } from '../not-me/occasion.js';
import { newDeviceMail } from './new-device.mails.js';

const DAYS = 90;
/** A script that signs in all day does not make the query slow. */
const NEWEST = 1000;

/** Tells the owner about a sign-in with a device, or from a place, that the account has not used lately. */
@Injectable()
export class NewDeviceNotice {
  constructor(
    private readonly notMe: NotMe,
    private readonly mailer: Mailer,
    private readonly budget: MailBudget,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Call this in the transaction that begins the user's session, before it begins; the mail goes out once the session
   * exists. There is no mail when the address has had enough of them, or at the account's first sign-in.
   */
  async tell(user: User, strategy: AuthStrategy): Promise<void> {
    if (user.email === null || user.lastLoginAt === null || (await this.isKnown(user))) return;
    const { id, email } = user;
    const began = this.clock.now();
    await this.transactions.afterCommit(async () => {
      if (!(await this.budget.allows('new-device', email))) return;
      await this.transactions.run(async () => {
        await this.mailer.enqueue('new-device', email, newDeviceMail(occasion(began), await this.notMe.link({ id, email }, { began, strategy })));
      });
    });
  }

  private async isKnown(user: User): Promise<boolean> {
    const request = currentRequest();
    const rows = await this.transactions.manager.query<{ ip_address: string | null }[]>(
      `SELECT DISTINCT ip_address FROM (
         SELECT ip_address, user_agent FROM sessions
          WHERE user_id = $1 AND last_seen_at > $2 AND end_reason IS DISTINCT FROM 'disowned'
          ORDER BY created_at DESC LIMIT ${NEWEST}) newest
        WHERE user_agent IS NOT DISTINCT FROM $3`,
      [user.id, new Date(this.clock.now().getTime() - DAYS * 86_400_000), request?.userAgent ?? null],
    );
    const source = sourceKey(request?.ip ?? null);
    return rows.some((row) => sourceKey(row.ip_address) === source);
  }
}
