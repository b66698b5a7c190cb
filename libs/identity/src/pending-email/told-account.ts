import { isEmail } from '@authengine/kernel';

/** An account at a provider, in the words in which the provider tells of it. */
export interface ToldAccount {
  /** As people write it: "Microsoft". */
  readonly provider: string;
  /** What its owner signs in with there: an address, a user name. */
  readonly account: string | null;
  readonly name: string | null;
}

const USER_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$/;
const MAX_NAME = 40;

/**
 * The account in words for a mail. Its name is any text that a stranger chose and must not speak in our
 * mails, nor become a link there: letters, digits, spaces, hyphens and apostrophes are left of it.
 */
export function inWords({ provider, account, name }: ToldAccount): string {
  const known = account !== null && account.length <= 100 && (USER_NAME.test(account) || isEmail(account)) ? ` ${account}` : '';
  const plain = (name ?? '').replace(/[^\p{L}\p{M}\p{N} '’-]+/gu, '').replace(/ +/g, ' ').trim();
  const called = [...plain].slice(0, MAX_NAME).join('').trim();
  return `The ${provider} account${known}${called === '' ? '' : ` (“${called}”)`}`;
}
