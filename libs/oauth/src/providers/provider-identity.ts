import { canonicalEmail, isEmail } from '@authengine/kernel';
import type { ProviderName } from './provider-name.js';

/** Who signed in at a provider: (provider, issuer, subject). The other fields are their profile. */
export interface ProviderIdentity {
  readonly provider: ProviderName;
  readonly issuer: string;
  /** The issuer never gives it to another person. An address cannot be one. */
  readonly subject: string;
  /** Canonical. Proven when the provider itself verified that the address is this person's. */
  readonly email: { readonly address: string; readonly proven: boolean } | null;
  /** The address or user name of the account there, so that people can tell their accounts apart. */
  readonly account: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly avatarUrl: string | null;
}

const MAX_NAME = 100;
const MAX_URL = 2048;

/** The address in its canonical form, or null for a text that is no address. */
export function toEmail(address: unknown, proven: boolean): ProviderIdentity['email'] {
  return isEmail(address) ? { address: canonicalEmail(address), proven } : null;
}

/** A name: one line of text, or null. */
export function toName(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const line = [...text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()].slice(0, MAX_NAME).join('');
  return line === '' ? null : line;
}

/** First and last name. When a provider gives only the full name, it is split at the first space. */
export function toNames(told: { readonly name: unknown; readonly first?: unknown; readonly last?: unknown }): Pick<ProviderIdentity, 'name' | 'firstName' | 'lastName'> {
  const [name, firstName, lastName] = [toName(told.name), toName(told.first), toName(told.last)];
  if (firstName !== null || lastName !== null) return { name, firstName, lastName };
  const [first, ...rest] = (name ?? '').split(' ');
  return { name, firstName: toName(first), lastName: toName(rest.join(' ')) };
}

/** An https URL of a picture, or null. */
export function toAvatarUrl(url: unknown): string | null {
  if (typeof url !== 'string' || url.length > MAX_URL || !URL.canParse(url)) return null;
  const { protocol, href, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' ? href : null;
}
