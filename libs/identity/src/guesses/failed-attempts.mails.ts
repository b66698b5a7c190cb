import type { MailContent } from '@authengine/mail';
import { notMeAction } from '../not-me/not-me.mails.js';

/** To the owner, after a sign-in that followed many wrong passwords. */
export function failedAttemptsMail(failures: number, occasion: string, notMeLink: string): MailContent {
  return {
    subject: 'Failed attempts to sign in to your account',
    paragraphs: [
      `Somebody signed in to your account ${occasion}. Before that, a wrong password had been given ${failures} times.`,
      'If all of that was you, there is nothing to do.',
    ],
    action: notMeAction(notMeLink),
  };
}
