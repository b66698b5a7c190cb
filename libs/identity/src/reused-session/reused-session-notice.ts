import type { User } from '@authengine/directory';
import { Mailer } from '@authengine/mail';
import { ReuseNoticePort, type Session } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { NotMe } from '../not-me/not-me.js';
import { refreshTokenReusedMail } from './reused-session.mails.js';

/** The mail to the owner of a session whose refresh token was used twice. */
@Injectable()
export class ReusedSessionNotice extends ReuseNoticePort {
  constructor(
    private readonly mailer: Mailer,
    private readonly notMe: NotMe,
  ) {
    super();
  }

  async tell(user: User, session: Session): Promise<void> {
    if (user.email === null) return;
    const link = await this.notMe.link(user, { began: session.createdAt, strategy: null });
    await this.mailer.enqueue('refresh-token-reused', user.email, refreshTokenReusedMail(session, link));
  }
}
