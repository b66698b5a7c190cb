import { AddressRanges } from '@authengine/contracts';
import { LRUCache } from 'lru-cache';

/** The lists that restrict a key. Null restricts nothing. */
export interface RestrictionLists {
  readonly permissions: readonly string[] | null;
  readonly allowedAddresses: readonly string[] | null;
}

/** The permissions that a restricted key may see, and the addresses where it may be used. It never changes for a key. */
export class KeyRestriction {
  private readonly named: ReadonlySet<string> | null;
  private readonly ranges: AddressRanges | null;

  constructor(
    /** The permissions as text. Two keys with the same text get the same answers. */
    readonly permissions: string,
    readonly addresses: string,
  ) {
    this.named = permissions === '' ? null : new Set(permissions.split(SEPARATOR));
    this.ranges = addresses === '' ? null : new AddressRanges(addresses.split(SEPARATOR));
  }

  /** The permissions of the list that the key may see. */
  visible(permissions: readonly string[]): readonly string[] {
    const { named } = this;
    return named === null ? permissions : permissions.filter((name) => named.has(name));
  }

  /** A request without an address is not admitted. */
  admits(address: string | null): boolean {
    return this.ranges === null || (address !== null && this.ranges.include(address));
  }
}

/** A character that is in no permission's name and in no address. */
const SEPARATOR = ',';

/** Restrictions by their text, so that a request does not compute one again. */
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
