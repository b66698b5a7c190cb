/** Where Postgres is, and whether it is the embedded one with its single session. */
export type PostgresAddress =
  | { readonly kind: 'embedded'; readonly host: string; readonly port: number; readonly shownAs: string }
  | { readonly kind: 'server'; readonly url: string; readonly poolSize: number };
