import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE linked_identities (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT linked_identities_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    provider text NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    provider_email text,
    provider_name text,
    provider_avatar_url text,
    created_at timestamptz(3) NOT NULL,
    last_used_at timestamptz(3) NOT NULL,
    CONSTRAINT linked_identities_provider_issuer_subject_key UNIQUE (provider, issuer, subject)
  )`,
  `CREATE INDEX linked_identities_user_id_idx ON linked_identities (user_id)`,
];

export class OAuth1764000003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE linked_identities');
  }
}
