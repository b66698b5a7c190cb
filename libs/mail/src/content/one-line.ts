/** Controls that change the direction of the text after them, and so change what a reader sees. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/**
 * Any text as one well-formed line of at most `max` characters: no CR or LF that could begin a header, and no line that
 * a reader could take for ours.
 */
export function oneLine(text: string, max: number): string {
  const flat = text.toWellFormed().replace(BIDI_CONTROLS, '').replace(BREAKS, ' ').trim();
  const characters = [...flat];
  return characters.length <= max ? flat : `${characters.slice(0, max - 1).join('').trimEnd()}…`;
}
