/** A kind of mail that people can request, with the details needed to answer; `name` as in the logs: `magic-link`. */
export class MailRequestKind<Details extends object> {
  /** Exists only for the compiler. */
  declare readonly details: Details;

  constructor(readonly name: string) {}
}
