import { SealedSecrets } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';
import type { RenderedMail } from '../content/mail-content.js';

/** What the queue keeps of a mail: whom it is for and what it says, links with their tokens included. */
export interface MailMessage extends RenderedMail {
  readonly to: string;
}

/** Seals messages for the queue; a sealed one opens in its own row only. */
@Injectable()
export class SealedMail {
  constructor(private readonly secrets: SealedSecrets) {}

  seal(id: string, { to, subject, text, html }: MailMessage): string {
    return this.secrets.seal(JSON.stringify({ to, subject, text, html }), context(id));
  }

  /** @throws SealedSecretError when it was not sealed for this row */
  open(id: string, sealed: string): MailMessage {
    return JSON.parse(this.secrets.open(sealed, context(id))) as MailMessage;
  }
}

function context(id: string): string {
  return `mail:${id}`;
}
