import type { MessageKey, Messages } from './messages/en.js';

/** One of the messages, with what is filled in. */
export interface Said {
  readonly say: MessageKey;
  readonly with: Readonly<Record<string, Text>>;
}

/** What a page shows: a message, told in the reader's language, or a text as it is (a name, an address). */
export type Text = string | Said;

export function say(key: MessageKey, filledIn: Readonly<Record<string, Text>> = {}): Said {
  return { say: key, with: filledIn };
}

export function textIn(messages: Messages, text: Text): string {
  if (typeof text === 'string') return text;
  return messages[text.say].replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(text.with, name) ? textIn(messages, text.with[name] ?? '') : place));
}
