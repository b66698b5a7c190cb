import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An invitation's link becomes a one-time token, which the invitation names. Open links stay valid, because both tables
 * keep the same hash of a link.
 */
const TOKENS_OF_OPEN_INVITATIONS = [
  `ALTER TABLE invitations ADD COLUMN token_id uuid`,
  `UPDATE invitations SET token_id = gen_random_uuid() WHERE status = 'PENDING'`,
  `INSERT INTO one_time_tokens (id, purpose, token_hash, created_at, expires_at)
   SELECT token_id, 'invitation', token_hash, sent_at, expires_at FROM invitations WHERE token_id IS NOT NULL`,
  `ALTER TABLE invitations ADD CONSTRAINT invitations_token_id_key UNIQUE (token_id),
     ADD CONSTRAINT invitations_token_id_fkey FOREIGN KEY (token_id) REFERENCES one_time_tokens (id) ON DELETE SET NULL`,
];

/**
 * Nodes of the version before know only token_hash. While they run, the trigger makes the token of a link that one of them
 * wrote, and fills in the hash of a link that a newer node wrote. A token that such a node replaced stays, and no invitation
 * names it.
 */
const BOTH_VERSIONS = [
  `CREATE FUNCTION keep_invitation_link() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NEW.token_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.token_id IS DISTINCT FROM OLD.token_id) THEN
       SELECT token_hash INTO NEW.token_hash FROM one_time_tokens WHERE id = NEW.token_id;
     ELSIF TG_OP = 'INSERT' OR NEW.token_hash IS DISTINCT FROM OLD.token_hash THEN
       NEW.token_id := gen_random_uuid();
       INSERT INTO one_time_tokens (id, purpose, token_hash, created_at, expires_at)
       VALUES (NEW.token_id, 'invitation', NEW.token_hash, NEW.sent_at, NEW.expires_at);
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER invitations_link BEFORE INSERT OR UPDATE ON invitations FOR EACH ROW EXECUTE FUNCTION keep_invitation_link()`,
];

const DOWN = [
  `DROP TRIGGER invitations_link ON invitations`,
  `DROP FUNCTION keep_invitation_link`,
  `ALTER TABLE invitations DROP COLUMN token_id`,
  `DELETE FROM one_time_tokens WHERE purpose = 'invitation'`,
];

export class InvitationLinks1764000065000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...TOKENS_OF_OPEN_INVITATIONS, ...BOTH_VERSIONS]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
