import type { FormField } from './form-page.js';
import type { MessageKey } from './messages/en.js';
import type { Text } from './text.js';

/** A page that asks for one click before it does what the mail was for. */
export interface ActionPage {
  readonly title: Text;
  readonly text: Text;
  readonly button: Text;
  /** The URL for `{token}` and the page's fields, relative to the base URL. */
  readonly endpoint: string;
  /** Inputs besides the click; sent together with the token. */
  readonly fields?: readonly FormField[];
  /**
   * The URL that says whose account the link is for, so that password managers know it. It answers `email` and changes
   * nothing.
   */
  readonly account?: string;
  /** The URL that says, before any click, what the link is for; its `message` replaces `text`. It changes nothing. */
  readonly preview?: string;
  /** The URL for the token when the preview names an application to return to. */
  readonly handOver?: string;
  /** What the endpoint may answer in its `message`: in other languages the page says it in the reader's. */
  readonly answers?: readonly MessageKey[];
  /** What the script says in its own time, by name; it reads them of `data-words`. */
  readonly words?: Readonly<Record<string, Text>>;
  /** What the page says of refusals, by their code. */
  readonly refusals?: Readonly<Record<string, MessageKey>>;
  /** Shown after the click when the endpoint answers no `message`. */
  readonly done?: Text;
  /** Where to go on after the click, under the service's own path. */
  readonly next?: { readonly path: string; readonly text: Text };
  /** The page's script, when it needs more than sending one form. */
  readonly script?: string;
}

export const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
