/** What a mail says; how it looks is decided in one place. Values may come from anyone: they are escaped there. */
export interface MailContent {
  readonly subject: string;
  /** The line that mail clients show beside the subject. */
  readonly preheader?: string;
  /** One paragraph each; line breaks inside become spaces. */
  readonly paragraphs: readonly string[];
  /** The one thing to do; an http or https URL. */
  readonly action?: { readonly label: string; readonly url: string };
  /** Small print, one line each. */
  readonly footer?: readonly string[];
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
