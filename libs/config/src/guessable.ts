import { withoutKnownWords } from './known-words.js';
import { withoutRuns } from './without-runs.js';

const KEY_BITS = 100;
/** A known word with up to this many other characters is still among the first guesses: `Superadmin123!`. */
const DECORATION = 6;
/** Around words without other letters, even this many digits and signs are decoration: `MyStrongPassword!2024#99`. */
const DECORATION_OF_WORDS = 12;
const STRAY_LETTERS = 2;
/** Random keys that everybody copies, from the tutorials of FastAPI and jwt.io. */
const PRINTED_KEYS = new Set(['09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7', 'a-string-secret-at-least-256-bits-long', 'your-256-bit-secret']);

/** Whether a key of any length has less than 100 bits apart from known words, repetitions and counting. */
export function isGuessableKey(key: string): boolean {
  return PRINTED_KEYS.has(key.toLowerCase()) || Math.min(estimatedBits(withoutRuns(key)), estimatedBits(withoutRuns(withoutKnownWords(key)))) < KEY_BITS;
}

/**
 * Whether a person's password is little more than known words, repetitions and counting, also with letters written as
 * digits and signs.
 */
export function isGuessablePassword(password: string): boolean {
  const words = withoutKnownWords(password);
  const left = withoutRuns(words);
  if (left.length <= DECORATION) return true;
  const letters = left.match(/\p{L}/gu)?.length ?? 0;
  return words.length < password.length && letters <= STRAY_LETTERS && left.length <= DECORATION_OF_WORDS;
}

/** Shannon's estimate from the value's own characters; a value that repeats itself counts once. */
function estimatedBits(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let perCharacter = 0;
  for (const count of counts.values()) perCharacter -= (count / value.length) * Math.log2(count / value.length);
  return perCharacter * periodOf(value);
}

/** The number of characters after which the value repeats itself: it is found again inside itself written twice. */
function periodOf(value: string): number {
  return (value + value).indexOf(value, 1);
}
