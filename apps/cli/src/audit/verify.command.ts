import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { BundleError, LiveEvidence, splitNotes, tenantLog, verifyBundle, type VerifiedLog } from '@authengine/audit';
import { erasingEvents } from '@authengine/contracts';
import { CommandRunner, Option, SubCommand } from 'nest-commander';
import { Environment } from '../environment.js';
import { CommandFault } from '../fail-command.js';
import { readPublicKeys } from './public-keys.js';
import { progress } from './progress.js';
import { faultLine, summaryOf } from './verdict.js';
import { withApplication } from '../with-application.js';

interface VerifyOptions {
  readonly tenant?: string;
  readonly bundle?: string;
  readonly keys?: string;
  readonly checkpoints?: readonly string[];
}

/** Names the first entry that is not as it was recorded, and exits with 1 then. */
@SubCommand({ name: 'verify', description: 'Verify the audit log of the stores, or of a bundle without them' })
export class VerifyCommand extends CommandRunner {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run(_arguments: string[], options: VerifyOptions = {}): Promise<void> {
    const notes = (options.checkpoints ?? []).flatMap((file) => splitNotes(read(file)));
    const publicKeys = options.keys === undefined ? undefined : readPublicKeys(read(options.keys));
    if (publicKeys?.length === 0) throw new CommandFault(`There are no public keys in ${options.keys}.`);
    const logs = options.bundle === undefined ? await this.live(options.tenant, notes, publicKeys) : [await this.offline(options.bundle, notes, publicKeys)];
    const faults = logs.flatMap((log) => log.faults);
    for (const log of logs) console.log(summaryOf(log));
    if (faults.length > 0) throw new CommandFault([`The audit log is not as it was recorded (${faults.length} found, the first of each log first):`, ...faults.map(faultLine)].join('\n'));
    if (logs.length === 0) console.log('Nothing is recorded yet.');
  }

  @Option({ flags: '--tenant <id>', description: "only the platform's log and this tenant's" })
  parseTenant(id: string): string {
    return id.toLowerCase();
  }

  @Option({ flags: '--bundle <file>', description: 'a bundle, in place of the stores; needs --keys' })
  parseBundle(file: string): string {
    return file;
  }

  @Option({ flags: '--keys <file>', description: 'the public keys to trust: the answer of GET /audit/keys, or verifier keys' })
  parseKeys(file: string): string {
    return file;
  }

  @Option({ flags: '--checkpoints <file>', description: 'checkpoints from outside, as in an anchor file; may be given several times' })
  parseCheckpoints(file: string, before: readonly string[] = []): string[] {
    return [...before, file];
  }

  private live(tenant: string | undefined, notes: readonly string[], publicKeys: readonly Buffer[] | undefined): Promise<VerifiedLog[]> {
    return withApplication(this.environment, async (app) => {
      const logs: VerifiedLog[] = [];
      const log = tenant === undefined ? undefined : tenantLog(tenant);
      for await (const verified of app.get(LiveEvidence, { strict: false }).verify({ notes, publicKeys, log, onProgress: progress() })) logs.push(verified);
      return logs;
    });
  }

  private async offline(file: string, notes: readonly string[], publicKeys: readonly Buffer[] | undefined): Promise<VerifiedLog> {
    if (!publicKeys) throw new CommandFault('--bundle needs --keys: a bundle cannot say itself which keys to trust.');
    // Events enter their catalogue when their files are loaded.
    await import('../../../api/src/app.module.js');
    try {
      const lines = (await open(file)).readLines();
      return await verifyBundle(lines, { publicKeys, notes, erasingActions: new Set(erasingEvents()), onProgress: progress() });
    } catch (error) {
      if (error instanceof BundleError || isMissing(error)) throw new CommandFault(error.message);
      throw error;
    }
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) throw new CommandFault(error.message);
    throw error;
  }
}

function isMissing(error: unknown): error is NodeJS.ErrnoException {
  return ['ENOENT', 'EACCES', 'EISDIR'].includes(String((error as NodeJS.ErrnoException | undefined)?.code));
}
