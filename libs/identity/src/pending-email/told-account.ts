import { typed, typedAddress } from '@authengine/mail';

/** An account at a provider, in the words in which the provider tells of it. */
export interface ToldAccount {
  /** As people write it: "Microsoft". */
  readonly provider: string;
  /** What its owner signs in with there: an address, a user name. */
  readonly account: string | null;
  readonly name: string | null;
}

const USER_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$/;

/** The account in words for a mail. Its names are any text that a stranger chose. */
export function inWords({ provider, account, name }: ToldAccount): string {
  const known = account === null ? null : USER_NAME.test(account) ? account : typedAddress(account);
  const called = typed(name ?? '');
  return `The ${provider} account${known === null ? '' : ` ${known}`}${called === null ? '' : ` (${called})`}`;
}
