import type { MailContent } from '@authengine/mail';
import { PROVIDER_TITLES, type ProviderName } from '../providers/provider-name.js';

const NOT_YOU = 'If this was not you, sign in, remove what you do not know, and change your password.';

export function identityLinkedMail(provider: ProviderName, at: Date): MailContent {
  const title = PROVIDER_TITLES[provider];
  return {
    subject: `${title} can sign in to your account`,
    paragraphs: [`Since ${at.toUTCString()} an account at ${title} is a way to sign in to your account here.`],
    footer: [NOT_YOU],
  };
}

export function identityUnlinkedMail(provider: ProviderName, at: Date): MailContent {
  const title = PROVIDER_TITLES[provider];
  return {
    subject: `${title} can no longer sign in to your account`,
    paragraphs: [`An account at ${title} was removed from the ways to sign in to your account here on ${at.toUTCString()}.`],
    footer: [NOT_YOU],
  };
}
