import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of users by status: the suspended few among the many active. */
export class UsersByStatus1764000007000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX users_status_created_at_id_idx ON users (status, created_at, id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX users_status_created_at_id_idx');
  }
}
