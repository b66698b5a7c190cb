/** The text of a mail; its looks are decided in one place. Values may come from anyone, and rendering escapes them. */
export interface MailContent {
  readonly subject: string;
  /** The line that mail clients show beside the subject. */
  readonly preheader?: string;
  /** One paragraph each; line breaks inside a paragraph become spaces. */
  readonly paragraphs: readonly string[];
  /** The mail's one action; an http or https URL. */
  readonly action?: { readonly label: string; readonly url: string };
  /** Small print, one line each. */
  readonly footer?: readonly string[];
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
