import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys that sign what applications are given. There is one current key and one next one. */
const UP = [
  `CREATE TABLE signing_keys (
    kid text PRIMARY KEY,
    alg text NOT NULL,
    state text NOT NULL,
    public_jwk jsonb NOT NULL,
    sealed_private_jwk text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    current_since timestamptz(3),
    retired_at timestamptz(3)
  )`,
  `CREATE UNIQUE INDEX signing_keys_state_key ON signing_keys (state) WHERE state <> 'PREVIOUS'`,
];

const DOWN = [`DROP TABLE signing_keys`];

export class SigningKeys1764000071000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
