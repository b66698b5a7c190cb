import type { MailContent } from '@authengine/mail';
import { inWords, type ToldAccount } from './told-account.js';

/**
 * Names the account that asks, so that nobody confirms a stranger's by mistake. Its subject differs from that of a
 * registration.
 */
export function pendingEmailMail(link: string, asking: ToldAccount, occasion: string): MailContent {
  return {
    subject: `A ${asking.provider} account asks for this address`,
    preheader: 'Confirm it only if that account is yours.',
    paragraphs: [
      `${inWords(asking)} was used to sign in ${occasion}, and asks for this address.`,
      'If that account is yours, open the link in the browser in which you signed in. It works once, for 24 hours.',
    ],
    action: { label: 'Confirm my address', url: link },
    footer: ['If that account is not yours, do nothing: it does not get the address.'],
  };
}
