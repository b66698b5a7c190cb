/** The address of Postgres, and whether it is the embedded one with its single session. */
export type PostgresAddress =
  | { readonly kind: 'embedded'; readonly host: string; readonly port: number; readonly shownAs: string }
  | {
      readonly kind: 'server';
      /** As in POSTGRES_URL. */
      readonly url: string;
      readonly poolSize: number;
      /** The server does not speak TLS, and the URL allows that. */
      readonly plain?: boolean;
      /** A pooler gives every transaction some free session, so no session keeps its settings. */
      readonly pooled?: boolean;
    };

export type PostgresServer = Extract<PostgresAddress, { kind: 'server' }>;
