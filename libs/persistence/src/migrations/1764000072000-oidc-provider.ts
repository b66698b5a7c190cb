import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people have agreed to, what applications were given, and the artefacts of the protocol. */
const UP = [
  `CREATE TABLE oidc_consents (
    user_id uuid NOT NULL CONSTRAINT oidc_consents_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    application_id uuid NOT NULL CONSTRAINT oidc_consents_application_id_fkey REFERENCES applications (id) ON DELETE CASCADE,
    scopes text[] NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    CONSTRAINT oidc_consents_pkey PRIMARY KEY (user_id, application_id)
  )`,
  `CREATE INDEX oidc_consents_application_id_idx ON oidc_consents (application_id)`,
  `CREATE TABLE oidc_grants (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT oidc_grants_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    application_id uuid NOT NULL CONSTRAINT oidc_grants_application_id_fkey REFERENCES applications (id) ON DELETE CASCADE,
    session_id uuid NOT NULL CONSTRAINT oidc_grants_session_id_fkey REFERENCES sessions (id) ON DELETE CASCADE,
    payload jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL,
    ended_at timestamptz(3),
    end_reason text
  )`,
  `CREATE INDEX oidc_grants_user_id_application_id_idx ON oidc_grants (user_id, application_id)`,
  `CREATE INDEX oidc_grants_application_id_idx ON oidc_grants (application_id)`,
  `CREATE INDEX oidc_grants_session_id_idx ON oidc_grants (session_id)`,
  `CREATE TABLE oidc_artefacts (
    kind text NOT NULL,
    id_hash bytea NOT NULL,
    grant_id uuid,
    application_id uuid CONSTRAINT oidc_artefacts_application_id_fkey REFERENCES applications (id) ON DELETE CASCADE,
    session_id uuid CONSTRAINT oidc_artefacts_session_id_fkey REFERENCES sessions (id) ON DELETE CASCADE,
    lookup_hash bytea,
    sealed_payload text NOT NULL,
    consumed_at timestamptz(3),
    expires_at timestamptz(3) NOT NULL,
    CONSTRAINT oidc_artefacts_pkey PRIMARY KEY (kind, id_hash)
  )`,
  `CREATE INDEX oidc_artefacts_grant_id_idx ON oidc_artefacts (grant_id)`,
  `CREATE INDEX oidc_artefacts_application_id_idx ON oidc_artefacts (application_id)`,
  `CREATE INDEX oidc_artefacts_session_id_idx ON oidc_artefacts (session_id)`,
  `CREATE INDEX oidc_artefacts_lookup_hash_idx ON oidc_artefacts (lookup_hash)`,
  `CREATE INDEX oidc_artefacts_expires_at_idx ON oidc_artefacts (expires_at)`,
  `CREATE TABLE oidc_ended_tokens (
    token_id text PRIMARY KEY,
    ended_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX oidc_ended_tokens_expires_at_idx ON oidc_ended_tokens (expires_at)`,
];

const DOWN = ['oidc_ended_tokens', 'oidc_artefacts', 'oidc_grants', 'oidc_consents'].map((table) => `DROP TABLE ${table}`);

export class OidcProvider1764000072000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
