/**
 * The same ASCII text in memory of its own. A part of a longer text (a token in a form, beside its service's key) keeps all of
 * that text for as long as it lives itself, so what is kept for long is copied.
 */
export function ownText(ascii: string): string {
  return Buffer.from(ascii, 'latin1').toString('latin1');
}
