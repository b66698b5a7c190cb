import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log of cache changes says which change ended something, and the keys of which tenants hear of it. An older version says
 * neither: its changes count as endings whose hearers are not known.
 */
const UP = [`ALTER TABLE copy_changes ADD COLUMN ends boolean NOT NULL DEFAULT true, ADD COLUMN tenants uuid[]`];

const DOWN = [`ALTER TABLE copy_changes DROP COLUMN tenants, DROP COLUMN ends`];

export class ToldEndings1764000061000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
