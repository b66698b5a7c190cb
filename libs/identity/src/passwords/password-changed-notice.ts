import type { User } from '@authengine/directory';
import { Clock } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Injectable } from '@nestjs/common';
import { NotMe } from '../not-me/not-me.js';
import { occasion } from '../not-me/occasion.js';
import { passwordChangedMail } from './password-changed.mails.js';

/** Tells the owner that the account has a new password. */
@Injectable()
export class PasswordChangedNotice {
  constructor(
    private readonly notMe: NotMe,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Call this in the transaction of the change, after it has voided pending tokens. */
  async tell(user: User): Promise<void> {
    if (user.email === null) return;
    await this.mailer.enqueue('password-changed', user.email, passwordChangedMail(occasion(this.clock.now()), await this.notMe.link(user)));
  }
}
