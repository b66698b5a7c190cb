import { Logger } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsBy } from '../addresses/rows-by.js';
import { settleAddresses } from '../addresses/settle-addresses.js';

/**
 * International domains were kept as they were typed: one mailbox could be two accounts. Now each has the form of the
 * DNS (docs/adr/0011). Whoever must choose between two accounts is told, and nothing of them is changed: see
 * `authengine addresses`, which is also to be run where an older version wrote during the upgrade.
 */
export class OneSpellingOfAddresses1764000024000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { collisions, unreachable } = await settleAddresses(rowsBy(queryRunner));
    const log = new Logger('Migration');
    for (const { userId, holderId } of collisions) log.warn(`the users ${userId} and ${holderId} have one mailbox; nobody can sign in to ${userId} by its address. See \`authengine addresses\``);
    for (const id of unreachable) log.warn(`no mail can reach the address of the user ${id}. See \`authengine addresses\``);
  }

  /** The former spelling is another name of the same mailbox, which no version needs back. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
