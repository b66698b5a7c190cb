import type { MailContent } from '@authengine/mail';

/** The button of a mail that tells of a change; leads to a page that secures the account. */
export function notMeAction(link: string): NonNullable<MailContent['action']> {
  return { label: 'This was not me', url: link };
}
