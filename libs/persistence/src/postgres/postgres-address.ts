/** Where Postgres is, and whether it is the embedded one with its single session. */
export type PostgresAddress =
  | { readonly kind: 'embedded'; readonly host: string; readonly port: number; readonly shownAs: string }
  | {
      readonly kind: 'server';
      /** As POSTGRES_URL has it. */
      readonly url: string;
      readonly poolSize: number;
      /** It does not speak TLS, and the URL leaves that to it. */
      readonly plain?: boolean;
      /** A pooler gives every transaction whatever session is free: none keeps what was set in it. */
      readonly pooled?: boolean;
    };

export type PostgresServer = Extract<PostgresAddress, { kind: 'server' }>;
