/**
 * C0, DEL and C1 controls (NUL, CR, LF, ESC …), Unicode's line ends, and characters that change the reading direction.
 */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const REPLACEMENT = '\ufffd';

const MAX_TEXT = 512;

/**
 * `text` as one line that every store can keep and that no reader takes for two: without control characters and lone
 * surrogates, and cut visibly to a maximum number of UTF-16 units.
 */
export function safeText(text: string, max = MAX_TEXT): string {
  const bounded = text.length > max ? `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return bounded.toWellFormed().replace(UNSAFE, REPLACEMENT);
}
