import { currentRequest } from '@authengine/contracts';
import type { User } from '@authengine/identity';
import { Clock } from '@authengine/kernel';
import { Mailer, type MailContent } from '@authengine/mail';
import { Injectable } from '@nestjs/common';

/** Tells the owner of an account, by mail, what was done to its second factor: when, and from where. */
@Injectable()
export class OwnerNotices {
  constructor(
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** In the transaction of what it tells. An account without an address of its own gets none. */
  async tell(user: User, kind: string, content: MailContent): Promise<void> {
    if (user.email === null) return;
    const request = currentRequest();
    const from = request ? `, from ${request.ip ?? 'an unknown address'} with ${request.userAgent ?? 'an unknown device'}` : '';
    await this.mailer.enqueue(kind, user.email, {
      ...content,
      footer: [
        `This was on ${this.clock.now().toUTCString()}${from}.`,
        'If it was not you, reset your password at once: that ends every session of your account.',
        ...(content.footer ?? []),
      ],
    });
  }
}
