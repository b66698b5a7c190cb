/** What a mail can be asked for, with what the one who answers needs to know; `name` as in the logs: `magic-link`. */
export class MailRequestKind<Details extends object> {
  /** Of the type alone. */
  declare readonly details: Details;

  constructor(readonly name: string) {}
}
