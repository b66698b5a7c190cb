/** A mail in the dev mailbox, on the wire and on disk. */
export class MailboxMessageDto {
  id!: string;
  to!: string;
  subject!: string;
  text!: string;
  html!: string;
  /** When it was queued, RFC 3339. */
  created_at!: string;
}
