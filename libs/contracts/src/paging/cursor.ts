import { isUuid } from '@authengine/kernel';
import { RequestErrors } from '../problems/common.errors.js';

/** The end of a page: the sort key of its last row. The id makes it unique, so rows with equal times are neither lost nor repeated. */
export interface PagePosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** Longer than any cursor of ours. */
const MAX_LENGTH = 128;
/** 0001-01-01 to 9999-12-31, the times that RFC 3339 can write and every store can keep. */
const MIN_MS = -62_135_596_800_000;
const MAX_MS = 253_402_300_799_999;

/** The opaque form of a position: base64url (RFC 4648 section 5) of a small JSON text. */
export function encodeCursor({ createdAt, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([createdAt.getTime(), id])).toString('base64url');
}

/** Whether `text` is a cursor exactly as `encodeCursor` writes it. */
export function isCursor(text: unknown): text is string {
  return positionOf(text) !== undefined;
}

/** @throws RequestErrors.invalid (400) for anything that `encodeCursor` did not write */
export function decodeCursor(text: string): PagePosition {
  const position = positionOf(text);
  if (!position) throw RequestErrors.invalid({ errors: [{ field: 'cursor', message: 'cursor must be one that this list handed out' }] });
  return position;
}

function positionOf(text: unknown): PagePosition | undefined {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed) || parsed.length !== 2) return undefined;
  const [ms, id] = parsed as unknown[];
  if (typeof ms !== 'number' || !Number.isInteger(ms) || ms < MIN_MS || ms > MAX_MS || !isUuid(id)) return undefined;
  const position = { createdAt: new Date(ms), id };
  // A position has one spelling, without padding, spaces in the JSON or another alphabet.
  return encodeCursor(position) === text ? position : undefined;
}
