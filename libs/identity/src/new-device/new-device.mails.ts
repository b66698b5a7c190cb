import type { MailContent } from '@authengine/mail';
import { notMeAction } from '../not-me/not-me.mails.js';

export function newDeviceMail(occasion: string, notMeLink: string): MailContent {
  return {
    subject: 'New sign-in to your account',
    preheader: 'From a device or a place that we have not seen you at.',
    paragraphs: [`Somebody signed in to your account ${occasion}.`, 'If that was you, there is nothing to do.'],
    action: notMeAction(notMeLink),
  };
}
