import { RequestErrors } from '../problems/common.errors.js';

const MAX_DEPTH = 32;
/** The limit for the members of all arrays and objects together. Validation costs microseconds for each, and a batch of a hundred questions has fewer. */
const MAX_MEMBERS = 4_000;
/** Names that reach an object's prototype. No field of the API has them. */
const REFUSED_KEYS = new Set(['__proto__', 'constructor']);

/**
 * The JSON object in `text`, with one possible meaning. It refuses a key that comes twice (two readers may differ, RFC 8259
 * section 4), a name that reaches a prototype, deep nesting, and too many members.
 * @throws DomainError request.malformed
 */
export function parseStrictJson(text: string): Record<string, unknown> {
  const { depth, members, commas } = shapeOf(text);
  if (depth > MAX_DEPTH) throw malformed('The JSON is nested too deeply.');
  if (commas >= MAX_MEMBERS) throw malformed('The JSON has too many members.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The error is not kept as a cause, because its message quotes the body.
    throw malformed('The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('The body must be a JSON object.');
  if (countMembers(value) !== members) throw malformed('The JSON has a key twice.');
  return value as Record<string, unknown>;
}

function malformed(detail: string): Error {
  return RequestErrors.malformed({ detail });
}

/**
 * The depth of the text, and its number of `:` and `,` outside strings: a colon for each member of an object, a comma
 * between two members. It stops at the limits.
 */
function shapeOf(text: string): { depth: number; members: number; commas: number } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let commas = 0;
  for (let i = 0; i < text.length && deepest <= MAX_DEPTH && commas < MAX_MEMBERS; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0x22) i = endOfString(text, i);
    else if (code === 0x3a) members += 1;
    else if (code === 0x2c) commas += 1;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return { depth: deepest, members, commas };
}

/** The end of the string that begins at `start`. Strings may be long tokens, so it searches and does not walk. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

/** Whether an odd number of backslashes stands before the place. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes += 1;
  return backslashes % 2 === 1;
}

/** The number of members after parsing, which counts a repeated key once. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countMembers(item), 0);
  let sum = 0;
  for (const key of Object.keys(value)) {
    if (REFUSED_KEYS.has(key)) throw malformed('The JSON has a key that is not accepted.');
    sum += 1 + countMembers((value as Record<string, unknown>)[key]);
  }
  return sum;
}
