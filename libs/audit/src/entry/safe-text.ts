/** C0, DEL and C1 controls (NUL, CR, LF, ESC …), Unicode's line ends, and what turns the direction of reading. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const REPLACEMENT = '\ufffd';

const MAX_TEXT = 512;

/**
 * `text` as one line that every store keeps and no reader mistakes for two: bounded in length (UTF-16
 * units, cut visibly), without control characters and lone surrogates.
 */
export function safeText(text: string, max = MAX_TEXT): string {
  const bounded = text.length > max ? `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return bounded.toWellFormed().replace(UNSAFE, REPLACEMENT);
}
