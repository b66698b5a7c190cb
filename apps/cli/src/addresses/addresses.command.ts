import { settleAddressesOn } from '@authengine/persistence';
import { Command } from 'nest-commander';
import { installedSettings } from '../../../api/src/installed-settings.js';
import { openStores } from '../../../api/src/open-stores.js';
import { Environment } from '../environment.js';
import { ExactCommand } from '../exact-command.js';

/** For the rare mailbox that was registered under two spellings of its domain before there was one form (docs/adr/0011). */
@Command({ name: 'addresses', description: 'Give every stored e-mail address its one form, and tell of accounts that have one mailbox' })
export class AddressesCommand extends ExactCommand {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run(): Promise<void> {
    const stores = await openStores(await installedSettings(this.environment.variables));
    try {
      const { converted, yielded, collisions, unreachable } = await settleAddressesOn(stores.postgres);
      console.log(`${converted} addresses were given their one form; ${yielded.length} accounts that had not proven theirs gave it up.`);
      for (const { userId, address, holderId } of collisions) {
        console.log(`${address} is the mailbox of two accounts. ${holderId} has it, and nobody can sign in to ${userId} by it. Ask its owner which to keep, delete the other (DELETE /api/v1/platform/users/<id>), and run this again.`);
      }
      for (const userId of unreachable) console.log(`No mail can reach the address of ${userId}: it is none under today's rule. Delete the account, or have its owner sign in in another way and change the address.`);
    } finally {
      await stores.close();
    }
  }
}
