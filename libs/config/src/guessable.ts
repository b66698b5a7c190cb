import { withoutKnownWords } from './known-words.js';
import { withoutRuns } from './without-runs.js';

const KEY_BITS = 100;
/** A known word and up to so many characters are still what is tried first: `Superadmin123!`. */
const DECORATION = 6;
/** Around words alone, digits and signs are longer before they are a secret of their own: `MyStrongPassword!2024#99`. */
const DECORATION_OF_WORDS = 12;
const STRAY_LETTERS = 2;
/** Random, and printed where everybody copies it: the tutorials of FastAPI and of jwt.io. */
const PRINTED_KEYS = new Set(['09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7', 'a-string-secret-at-least-256-bits-long', 'your-256-bit-secret']);

/** Whether a key of whatever length says less than 100 bits besides known words, repetitions and counting. */
export function isGuessableKey(key: string): boolean {
  return PRINTED_KEYS.has(key.toLowerCase()) || Math.min(estimatedBits(withoutRuns(key)), estimatedBits(withoutRuns(withoutKnownWords(key)))) < KEY_BITS;
}

/** Whether a person's password is little but known words, repetitions and counting, letters written as digits and signs around included. */
export function isGuessablePassword(password: string): boolean {
  const words = withoutKnownWords(password);
  const left = withoutRuns(words);
  if (left.length <= DECORATION) return true;
  const letters = left.match(/\p{L}/gu)?.length ?? 0;
  return words.length < password.length && letters <= STRAY_LETTERS && left.length <= DECORATION_OF_WORDS;
}

/** Shannon's estimate over the value's own characters, of one period where it repeats itself. */
function estimatedBits(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let perCharacter = 0;
  for (const count of counts.values()) perCharacter -= (count / value.length) * Math.log2(count / value.length);
  return perCharacter * periodOf(value);
}

/** After how many characters the value begins anew: where it is found again in itself written twice. */
function periodOf(value: string): number {
  return (value + value).indexOf(value, 1);
}
