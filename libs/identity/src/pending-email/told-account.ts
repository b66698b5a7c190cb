import { typed, typedAddress, typedUserName } from '@authengine/mail';

/** An account at a provider, in the provider's words. */
export interface ToldAccount {
  /** As people write it: "Microsoft". */
  readonly provider: string;
  /** The name with which its owner signs in there: an address, a user name. */
  readonly account: string | null;
  readonly name: string | null;
}

/** The account in words for a mail. A stranger may have chosen its names freely. */
export function inWords({ provider, account, name }: ToldAccount): string {
  const known = account === null ? null : (typedUserName(account) ?? typedAddress(account));
  const called = typed(name ?? '');
  return `The ${provider} account${known === null ? '' : ` ${known}`}${called === null ? '' : ` (${called})`}`;
}
