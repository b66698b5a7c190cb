import type { MailContent } from '@authengine/mail';

export function magicLinkMail(link: string, occasion: string, ttlSeconds: number): MailContent {
  const minutes = Math.round(ttlSeconds / 60);
  const lifetime = minutes === 1 ? 'one minute' : `${minutes} minutes`;
  return {
    subject: 'Your link to sign in',
    preheader: `The link works once, for ${lifetime}.`,
    paragraphs: [
      `A link to sign in to your account was asked for ${occasion}.`,
      `It works once, for ${lifetime}, and a newer one makes it void. Open it only if you asked for it yourself, and never send it to anyone.`,
    ],
    action: { label: 'Sign in', url: link },
    footer: ['If this was not you, do nothing: without the link nobody can sign in.'],
  };
}
