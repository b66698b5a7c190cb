import type { MailContent } from '@authengine/mail';
import type { Session } from '@authengine/sessions';
import { deviceName } from '../not-me/device-name.js';
import { notMeAction } from '../not-me/not-me.mails.js';

/** Tells the user that somebody else may have had a copy of their session. */
export function refreshTokenReusedMail(session: Session, notMeLink: string): MailContent {
  const device = deviceName(session.userAgent);
  return {
    subject: 'We ended one of your sessions',
    paragraphs: [
      `A session that began on ${session.createdAt.toUTCString()} with ${device} was used from two places. One of them may not have been you, so we ended it.`,
      'Sign in again to go on. If you did not expect this, secure your account: that ends all your sessions.',
    ],
    action: notMeAction(notMeLink),
  };
}
