import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { BundleError, LiveEvidence, namedKeyOf, SIGNER, splitNotes, tenantLog, verifyBundle, type NamedKey, type VerifiedLog } from '@authengine/audit';
import { erasingEvents } from '@authengine/contracts';
import { Option, SubCommand } from 'nest-commander';
import { Environment } from '../environment.js';
import { ExactCommand } from '../exact-command.js';
import { CommandFault } from '../fail-command.js';
import { readPublicKeys } from './public-keys.js';
import { progress } from './progress.js';
import { tenantId } from './tenant-id.js';
import { faultLine, summaryOf } from './verdict.js';
import { withApplication } from '../with-application.js';

interface VerifyOptions {
  readonly tenant?: string;
  readonly bundle?: string;
  readonly keys?: string;
  readonly checkpoints?: readonly string[];
  readonly witness?: readonly NamedKey[];
}

/** What the log is held against. */
interface Trusted {
  readonly notes: readonly string[];
  readonly publicKeys: readonly Buffer[] | undefined;
  readonly witnesses: readonly NamedKey[];
}

/** Names the first entry that is not as it was recorded, and exits with 1 then. */
@SubCommand({ name: 'verify', description: 'Verify the audit log of the stores, or of a bundle without them' })
export class VerifyCommand extends ExactCommand {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run(_arguments: string[], options: VerifyOptions = {}): Promise<void> {
    const notes = (options.checkpoints ?? []).flatMap((file) => splitNotes(read(file)));
    const publicKeys = options.keys === undefined ? undefined : readPublicKeys(read(options.keys));
    if (publicKeys?.length === 0) throw new CommandFault(`There are no public keys in ${options.keys}.`);
    const trusted = { notes, publicKeys, witnesses: options.witness ?? [] };
    const logs = options.bundle === undefined ? await this.live(options.tenant, trusted) : [await this.offline(options.bundle, trusted)];
    const faults = logs.flatMap((log) => log.faults);
    // Nothing of this tenant was verified, which whoever has the wrong id would take for a good sign.
    const isAbsent = options.tenant !== undefined && options.bundle === undefined && logs.slice(1).every(({ entries }) => entries === 0);
    for (const log of isAbsent ? logs.slice(0, 1) : logs) console.log(summaryOf(log));
    if (faults.length > 0) throw new CommandFault([`The audit log is not as it was recorded (${faults.length} found, the first of each log first):`, ...faults.map(faultLine)].join('\n'));
    if (isAbsent) throw new CommandFault('There is no log of this tenant: nothing was recorded in it.');
    if (logs.length === 0) console.log('Nothing is recorded yet.');
  }

  @Option({ flags: '--tenant <id>', description: "only the platform's log and this tenant's" })
  parseTenant(id: string): string {
    return tenantId(id);
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

  @Option({ flags: '--witness <key>', description: "the verifier key of a witness that cosigns the platform's log; may be given several times" })
  parseWitness(text: string, before: readonly NamedKey[] = []): NamedKey[] {
    const witness = namedKeyOf(text.trim(), SIGNER.witness);
    if (!witness) throw new CommandFault(`${text} is no verifier key of a witness (name+id+key, of cosignature/v1).`);
    return [...before, witness];
  }

  private live(tenant: string | undefined, trusted: Trusted): Promise<VerifiedLog[]> {
    return withApplication(this.environment, async (app) => {
      const logs: VerifiedLog[] = [];
      const log = tenant === undefined ? undefined : tenantLog(tenant);
      for await (const verified of app.get(LiveEvidence, { strict: false }).verify({ ...trusted, log, onProgress: progress() })) logs.push(verified);
      return logs;
    });
  }

  private async offline(file: string, { publicKeys, ...others }: Trusted): Promise<VerifiedLog> {
    if (!publicKeys) throw new CommandFault('--bundle needs --keys: a bundle cannot say itself which keys to trust.');
    // Events enter their catalogue when their files are loaded.
    await import('../../../api/src/app.module.js');
    try {
      const lines = (await open(file)).readLines();
      return await verifyBundle(lines, { publicKeys, ...others, erasingActions: new Set(erasingEvents()), onProgress: progress() });
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
