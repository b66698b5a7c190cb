import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the hosted pages look on the way to an application. Nodes of the version before do not read it. */
export class Branding1764000073000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE applications ADD COLUMN branding jsonb');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE applications DROP COLUMN branding');
  }
}
