import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit log is searched by address. Only the relay writes entries, so no request waits while the index is made. */
export class AuditByAddress1764000081000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX audit_entries_ip_address_created_at_idx ON audit_entries (ip_address, created_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX audit_entries_ip_address_created_at_idx');
  }
}
