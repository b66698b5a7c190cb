import type { User } from '@authengine/directory';
import { NotMe, notMeAction, occasion } from '@authengine/identity';
import { Clock } from '@authengine/kernel';
import { Mailer, type MailContent } from '@authengine/mail';
import { Injectable } from '@nestjs/common';

/**
 * Mails the owner of an account about each change of its second factor: when, from where, and what to do if it was not
 * them.
 */
@Injectable()
export class OwnerNotices {
  constructor(
    private readonly mailer: Mailer,
    private readonly notMe: NotMe,
    private readonly clock: Clock,
  ) {}

  /**
   * Call this in the transaction of the change, after it has voided pending tokens. An account without an address gets
   * no mail.
   */
  async tell(user: User, kind: string, content: MailContent): Promise<void> {
    if (user.email === null) return;
    await this.mailer.enqueue(kind, user.email, {
      ...content,
      action: notMeAction(await this.notMe.link(user)),
      footer: [`This was ${occasion(this.clock.now())}.`, 'If it was not you, use the button: it ends every session and sends you a link for a new password.'],
    });
  }
}
