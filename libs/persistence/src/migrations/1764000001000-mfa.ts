import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE totp_devices (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT totp_devices_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    state text NOT NULL CONSTRAINT totp_devices_state_check CHECK (state IN ('pending', 'confirmed')),
    sealed_secret text NOT NULL,
    last_step bigint,
    created_at timestamptz(3) NOT NULL,
    confirmed_at timestamptz(3),
    CONSTRAINT totp_devices_user_id_state_key UNIQUE (user_id, state)
  )`,
  `CREATE TABLE recovery_codes (
    user_id uuid NOT NULL CONSTRAINT recovery_codes_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    created_at timestamptz(3) NOT NULL,
    used_at timestamptz(3),
    PRIMARY KEY (user_id, code_hash)
  )`,
  `CREATE TABLE second_factor_budgets (
    user_id uuid NOT NULL CONSTRAINT second_factor_budgets_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    source text NOT NULL,
    spent integer NOT NULL,
    window_ends_at timestamptz(3) NOT NULL,
    day_spent integer NOT NULL,
    day_ends_at timestamptz(3) NOT NULL,
    known_until timestamptz(3),
    PRIMARY KEY (user_id, source)
  )`,
];

const TABLES = ['second_factor_budgets', 'recovery_codes', 'totp_devices'];

export class Mfa1764000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.query(`DROP TABLE ${table}`);
  }
}
