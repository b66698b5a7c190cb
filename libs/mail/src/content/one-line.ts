/** Controls that change the direction of what follows them, and so what a reader takes a line to say. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/**
 * `text` as one well-formed line of at most `max` characters, whatever it holds: no CR or LF that
 * could begin a header, no line that could pass for one of ours.
 */
export function oneLine(text: string, max: number): string {
  const flat = text.toWellFormed().replace(BIDI_CONTROLS, '').replace(BREAKS, ' ').trim();
  const characters = [...flat];
  return characters.length <= max ? flat : `${characters.slice(0, max - 1).join('').trimEnd()}…`;
}
