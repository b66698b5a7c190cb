import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Applications that sign people in here, and their secrets. */
const UP = [
  `CREATE TABLE applications (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    type text NOT NULL,
    status text NOT NULL DEFAULT 'ACTIVE',
    version bigint NOT NULL DEFAULT 1,
    tenant_id uuid CONSTRAINT applications_tenant_id_fkey REFERENCES tenants (id) ON DELETE CASCADE,
    first_party boolean NOT NULL,
    redirect_uris text[] NOT NULL,
    post_logout_redirect_uris text[] NOT NULL,
    backchannel_logout_uri text,
    scopes text[],
    token_endpoint_auth_method text NOT NULL,
    jwks jsonb,
    jwks_uri text,
    access_token_format text NOT NULL,
    access_token_minutes integer,
    created_by uuid CONSTRAINT applications_created_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX applications_tenant_id_idx ON applications (tenant_id)`,
  `CREATE INDEX applications_created_at_id_idx ON applications (created_at, id)`,
  `CREATE TABLE application_secrets (
    id uuid PRIMARY KEY,
    application_id uuid NOT NULL CONSTRAINT application_secrets_application_id_fkey REFERENCES applications (id) ON DELETE CASCADE,
    secret_prefix text NOT NULL,
    secret_hash bytea NOT NULL,
    created_by uuid CONSTRAINT application_secrets_created_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT application_secrets_secret_hash_key UNIQUE (secret_hash)
  )`,
  `CREATE INDEX application_secrets_application_id_idx ON application_secrets (application_id)`,
];

const DOWN = [`DROP TABLE application_secrets`, `DROP TABLE applications`];

export class Applications1764000070000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
