import { AddressRanges } from '@authengine/contracts';
import { LRUCache } from 'lru-cache';

/** Permissions, and addresses or ranges of them; null is any. */
export interface RestrictionLists {
  readonly permissions: readonly string[] | null;
  readonly allowedAddresses: readonly string[] | null;
}

/** What a key that is restricted may be told of, and from where it may be used. It never changes: another one is another key. */
export class KeyRestriction {
  private readonly named: ReadonlySet<string> | null;
  private readonly ranges: AddressRanges | null;

  constructor(
    /** The permissions as text: of two keys with the same text the answers are the same. */
    readonly permissions: string,
    readonly addresses: string,
  ) {
    this.named = permissions === '' ? null : new Set(permissions.split(SEPARATOR));
    this.ranges = addresses === '' ? null : new AddressRanges(addresses.split(SEPARATOR));
  }

  /** Those of the permissions that the key may know of. */
  visible(permissions: readonly string[]): readonly string[] {
    const { named } = this;
    return named === null ? permissions : permissions.filter((name) => named.has(name));
  }

  /** Nobody knows where a request without an address came from: no. */
  admits(address: string | null): boolean {
    return this.ranges === null || (address !== null && this.ranges.include(address));
  }
}

/** In no permission's name and in no address. */
const SEPARATOR = ',';

/** The same text gives the same restriction, so that it is not worked out again on every request. */
const known = new LRUCache<string, KeyRestriction>({ max: 1000 });

/** Null for no restriction. */
export function restrictionOf({ permissions, allowedAddresses }: RestrictionLists): KeyRestriction | null {
  if (permissions === null && allowedAddresses === null) return null;
  return restrictionOfTexts((permissions ?? []).join(SEPARATOR), (allowedAddresses ?? []).join(SEPARATOR));
}

export function restrictionOfTexts(permissions: string, addresses: string): KeyRestriction {
  const text = `${permissions}|${addresses}`;
  let restriction = known.get(text);
  if (!restriction) known.set(text, (restriction = new KeyRestriction(permissions, addresses)));
  return restriction;
}
