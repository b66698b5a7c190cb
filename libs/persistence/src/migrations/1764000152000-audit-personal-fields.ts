import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The personal fields of all builds, so that one which lacks an extension still knows what it has to erase. */
export class AuditPersonalFields1764000152000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE audit_personal_fields (name text NOT NULL CONSTRAINT audit_personal_fields_pkey PRIMARY KEY)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_personal_fields');
  }
}
