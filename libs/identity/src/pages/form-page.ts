import type { TemplateName } from './template-names.js';
import type { Text } from './text.js';

export interface FormField {
  readonly name: string;
  readonly label: Text;
  readonly type: 'text' | 'password';
  /** For password managers (HTML section 4.10.18.7.1). */
  readonly autocomplete: string;
  readonly value?: string;
  readonly readonly?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Shown below the field, and read out with it. */
  readonly hint?: Text;
}

interface FormButton {
  readonly name?: string;
  readonly value?: string;
  readonly text: Text;
  /** Not the one that the page is about; it may be pressed with the fields empty. */
  readonly quiet?: boolean;
}

/** A page that the server renders whole: one form, which works without JavaScript. */
export interface FormPage {
  /** `form` unless given. */
  readonly template?: TemplateName;
  readonly title: Text;
  readonly text: Text;
  /** What went wrong the last time. */
  readonly error?: Text;
  readonly points?: readonly Text[];
  readonly details?: readonly Text[];
  /** Ways to go elsewhere, under the service's own path. */
  readonly links?: readonly { readonly path: string; readonly text: Text }[];
  /** Other services that prove who somebody is, each at a path of this one. */
  readonly providers?: readonly { readonly name: string; readonly path: string; readonly text: Text }[];
  /** Where the page's script begins a passkey's ceremony, and what its button says. */
  readonly passkey?: { readonly begin: string; readonly text: Text };
  readonly form?: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly fields: readonly FormField[];
    readonly buttons: readonly FormButton[];
  };
}
