import { SigningKeys } from '@authengine/oidc';
import { DomainError } from '@authengine/kernel';
import { Command, CommandRunner, Option } from 'nest-commander';
import { Environment } from '../environment.js';
import { CommandFault } from '../fail-command.js';
import { withApplication } from '../with-application.js';

interface Options {
  readonly now?: boolean;
}

@Command({ name: 'keys', arguments: '<list|rotate>', description: 'Show the signing keys of the OpenID provider, or put the next one in the place of the current one' })
export class KeysCommand extends CommandRunner {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run([act = '']: string[], { now = false }: Options = {}): Promise<void> {
    if (act !== 'list' && act !== 'rotate') throw new CommandFault('Say `keys list` or `keys rotate`.');
    await withApplication(this.environment, async (app) => {
      const keys = app.get(SigningKeys, { strict: false });
      if (act === 'rotate') await rotate(keys, now);
      for (const { state, alg, kid, createdAt } of await keys.all()) console.log(`${state.toLowerCase().padEnd(8)} ${alg} ${kid} made ${createdAt.toISOString()}`);
    });
  }

  @Option({ flags: '--now', description: 'also where the next key was made a moment ago, and verifiers may not know it yet: when the current key is no longer a secret' })
  parseNow(): boolean {
    return true;
  }
}

async function rotate(keys: SigningKeys, now: boolean): Promise<void> {
  try {
    await keys.rotateByCommand({ now });
  } catch (error) {
    if (error instanceof DomainError) throw new CommandFault(error.detail);
    throw error;
  }
}
