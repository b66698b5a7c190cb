import { migrate } from '@authengine/persistence';
import { Command, Option } from 'nest-commander';
import { installedSettings } from '../../../api/src/installed-settings.js';
import { openPostgres } from '../../../api/src/open-stores.js';
import { Environment } from '../environment.js';
import { ExactCommand } from '../exact-command.js';
import { CommandFault } from '../fail-command.js';
import { schemaDrift } from './schema-drift.js';

@Command({ name: 'migrate', description: 'Run pending migrations, one process at a time' })
export class MigrateCommand extends ExactCommand {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run(_args: string[], { check = false }: { check?: boolean } = {}): Promise<void> {
    if (check) await this.check();
    else await this.migrate();
  }

  @Option({ flags: '--check', description: 'Fail when the migrations and the entities differ; needs no store' })
  parseCheck(): boolean {
    return true;
  }

  private async migrate(): Promise<void> {
    const settings = await installedSettings(this.environment.variables);
    const stores = await openPostgres(settings);
    try {
      const { ran, unknown } = await migrate(stores.postgres, settings.extensions);
      if (unknown.length > 0) throw new CommandFault(`The schema is newer than this build, or had an extension that is no longer listed: it has ${unknown.length} migrations that are not known here, up to ${unknown.at(-1)}. ${ran.length === 0 ? 'Nothing was changed' : `Ran ${ran.join(', ')}`}; run the build that made them.`);
      console.log(ran.length === 0 ? 'The schema is up to date.' : `Ran ${ran.join(', ')}.`);
    } finally {
      await stores.close();
    }
  }

  private async check(): Promise<void> {
    const differences = await schemaDrift();
    if (differences.length > 0) throw new CommandFault(`The entities ask for what the migrations do not make:\n${differences.map((d) => `  ${d}`).join('\n')}`);
    console.log('The migrations make what the entities say.');
  }
}
