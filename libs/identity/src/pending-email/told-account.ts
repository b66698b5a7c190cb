import { typed, typedAddress, typedUserName } from '@authengine/mail';

/** An account at a provider, in the words in which the provider tells of it. */
export interface ToldAccount {
  /** As people write it: "Microsoft". */
  readonly provider: string;
  /** What its owner signs in with there: an address, a user name. */
  readonly account: string | null;
  readonly name: string | null;
}

/** The account in words for a mail. Its names are any text that a stranger chose. */
export function inWords({ provider, account, name }: ToldAccount): string {
  const known = account === null ? null : (typedUserName(account) ?? typedAddress(account));
  const called = typed(name ?? '');
  return `The ${provider} account${known === null ? '' : ` ${known}`}${called === null ? '' : ` (${called})`}`;
}
