import type { MailContent } from '@authengine/mail';
import { notMeAction } from '../not-me/not-me.mails.js';

/** To the owner, whether the password was set, changed or reset. */
export function passwordChangedMail(occasion: string, notMeLink: string): MailContent {
  return {
    subject: 'Your password was changed',
    preheader: 'If this was not you, secure your account now.',
    paragraphs: [`The password of your account was set ${occasion}.`, 'If that was you, there is nothing to do.'],
    action: notMeAction(notMeLink),
  };
}
