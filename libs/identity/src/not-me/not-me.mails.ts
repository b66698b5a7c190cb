import type { MailContent } from '@authengine/mail';

/** The button in mails about a change; it opens a page that secures the account. */
export function notMeAction(link: string): NonNullable<MailContent['action']> {
  return { label: 'This was not me', url: link };
}
