import { SigningKeys } from '@authengine/oidc';
import { DomainError } from '@authengine/kernel';
import { Command, Option } from 'nest-commander';
import { Environment } from '../environment.js';
import { ExactCommand } from '../exact-command.js';
import { CommandFault } from '../fail-command.js';
import { withApplication } from '../with-application.js';

interface Options {
  readonly now?: boolean;
}

@Command({ name: 'keys', arguments: '<list|rotate|withdraw> [kid]', description: 'Show the signing keys of the OpenID provider, put the next one in the place of the current one, or withdraw one that is no secret any more: what it signed is refused within half a minute' })
export class KeysCommand extends ExactCommand {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run([act = '', kid = '']: string[], { now = false }: Options = {}): Promise<void> {
    if (!(act === 'withdraw' ? kid !== '' : ['list', 'rotate'].includes(act) && kid === '')) throw new CommandFault('Say `keys list`, `keys rotate` or `keys withdraw <kid>`.');
    await withApplication(this.environment, async (app) => {
      const keys = app.get(SigningKeys, { strict: false });
      if (act === 'rotate') await told(keys.rotateByCommand({ now }));
      if (act === 'withdraw') await told(keys.withdraw(kid));
      for (const { state, alg, kid, createdAt } of await keys.all()) console.log(`${state.toLowerCase().padEnd(8)} ${alg} ${kid} made ${createdAt.toISOString()}`);
    });
  }

  @Option({ flags: '--now', description: 'also where the next key was made a moment ago, and verifiers may not know it yet' })
  parseNow(): boolean {
    return true;
  }
}

async function told(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) throw new CommandFault(error.detail);
    throw error;
  }
}
