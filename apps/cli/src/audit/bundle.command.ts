import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { ContradictionError, LiveEvidence, PLATFORM_LOG, tenantLog } from '@authengine/audit';
import { Option, SubCommand } from 'nest-commander';
import { Environment } from '../environment.js';
import { ExactCommand } from '../exact-command.js';
import { CommandFault } from '../fail-command.js';
import { tenantId } from './tenant-id.js';
import { withApplication } from '../with-application.js';

interface BundleOptions {
  readonly tenant?: string;
}

@SubCommand({ name: 'bundle', arguments: '<file>', description: 'Write a log with all that proves it into a file, which can be verified elsewhere' })
export class BundleCommand extends ExactCommand {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run([file = '']: string[], { tenant }: BundleOptions = {}): Promise<void> {
    checkPlace(file);
    const entries = await withApplication(this.environment, async (app) => {
      const lines = await app.get(LiveEvidence, { strict: false }).bundle(tenant === undefined ? PLATFORM_LOG : tenantLog(tenant)).catch(asFault);
      if (!lines) throw new CommandFault('There is no such log: nothing was recorded in it.');
      // Entries have addresses of people, so others do not read it; what is there already is not replaced.
      const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
      await once(out, 'open');
      let count = 0;
      for await (const line of lines) {
        if (line.type === 'entry') count += 1;
        if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
      }
      out.end();
      await finished(out);
      return count;
    });
    console.log(`${entries} entries are in ${file}.`);
  }

  @Option({ flags: '--tenant <id>', description: "the tenant's log in place of the platform's" })
  parseTenant(id: string): string {
    return tenantId(id);
  }
}

/** Before the application starts, which takes a while. @throws CommandFault */
function checkPlace(file: string): void {
  if (existsSync(file)) throw new CommandFault(`${file} is there already, and is not replaced.`);
  if (!existsSync(dirname(file))) throw new CommandFault(`${dirname(file)} is not there.`);
}

function asFault(error: unknown): never {
  if (error instanceof ContradictionError) throw new CommandFault(`${error.message}; authengine audit verify says where.`);
  throw error;
}
