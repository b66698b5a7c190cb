/** `hmac-sha384:<pepper key id>:$2b$<cost>$<salt and digest>`: scheme, key and bcrypt's own string. */
export interface StoredPassword {
  readonly pepperId: string;
  readonly bcrypt: string;
  readonly cost: number;
}

const STORED = /^hmac-sha384:([0-9a-f]{16}):(\$2b\$(\d{2})\$[./A-Za-z0-9]{53})$/;

export function formatStoredPassword(pepperId: string, bcrypt: string): string {
  return `hmac-sha384:${pepperId}:${bcrypt}`;
}

/** Undefined for any text that `formatStoredPassword` did not make. */
export function parseStoredPassword(stored: string): StoredPassword | undefined {
  const [, pepperId, bcrypt, cost] = STORED.exec(stored) ?? [];
  return pepperId && bcrypt && cost ? { pepperId, bcrypt, cost: Number(cost) } : undefined;
}
