import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is INACTIVE without having asked to be deleted was made so by an administrator. */
const UP = [
  `ALTER TABLE users ADD COLUMN deactivated boolean NOT NULL DEFAULT false`,
  `UPDATE users SET deactivated = true WHERE status = 'INACTIVE' AND deletion_requested_at IS NULL`,
];

const DOWN = [`ALTER TABLE users DROP COLUMN deactivated`];

export class DeactivatedUsers1764000013000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
