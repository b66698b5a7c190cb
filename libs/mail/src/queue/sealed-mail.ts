import { SealedSecrets } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';
import type { RenderedMail } from '../content/mail-content.js';

/** The sealed part of a queued mail: recipient and content, including links with their tokens. */
export interface MailMessage extends RenderedMail {
  readonly to: string;
}

/** Seals messages for the queue; a sealed message opens only in its own row. */
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
