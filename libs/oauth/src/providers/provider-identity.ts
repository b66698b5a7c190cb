import { canonicalEmail, isEmail } from '@authengine/kernel';
import type { ProviderName } from './provider-name.js';

/** Who signed in at a provider: (provider, issuer, subject). All else is what the provider tells of them. */
export interface ProviderIdentity {
  readonly provider: ProviderName;
  readonly issuer: string;
  /** Never reused by the issuer for another person; an address is none. */
  readonly subject: string;
  /** Canonical. Proven where the provider itself verified that the address is this person's. */
  readonly email: { readonly address: string; readonly proven: boolean } | null;
  /** What its owner signs in with there, for people to tell it from others: an address, a user name. */
  readonly account: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly avatarUrl: string | null;
}

const MAX_NAME = 100;
const MAX_URL = 2048;

/** The address in its canonical form, or null for what is none. */
export function toEmail(address: unknown, proven: boolean): ProviderIdentity['email'] {
  return isEmail(address) ? { address: canonicalEmail(address), proven } : null;
}

/** One line of text that a name may be, or null. */
export function toName(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const line = [...text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()].slice(0, MAX_NAME).join('');
  return line === '' ? null : line;
}

/** The names of a person; a name that is told in one is split at its first space where the parts are not told. */
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
