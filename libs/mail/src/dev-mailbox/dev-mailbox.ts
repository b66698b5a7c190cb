import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalEmail } from '@authengine/kernel';
import type { MailboxMessageDto } from './dto/mailbox-message.dto.js';

const KEPT = 200;
/** `<milliseconds, 15 digits>-<id>.json`: the order of the names is the order of the mails. */
const NAME = /^\d{15}-([0-9a-f-]{36})\.json$/;

/**
 * Mails that development keeps instead of sending them: the newest 200, one file each, readable by the owner alone.
 * Every process that uses the folder sees the same mails.
 */
export class DevMailbox {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'mailbox');
  }

  /** Writes the whole file or nothing; putting a mail again replaces it. */
  async put(message: MailboxMessageDto): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, `${String(Date.parse(message.created_at)).padStart(15, '0')}-${message.id}.json`);
    const aside = `${file}.${randomBytes(4).toString('hex')}`;
    await writeFile(aside, JSON.stringify(message), { mode: 0o600, flag: 'wx' });
    await rename(aside, file);
    await this.remove((await this.names()).slice(KEPT));
  }

  /** Newest first; `to` in any spelling. */
  async list(filter: { readonly to?: string | undefined; readonly limit?: number } = {}): Promise<MailboxMessageDto[]> {
    const to = filter.to === undefined ? undefined : canonicalEmail(filter.to);
    const found: MailboxMessageDto[] = [];
    for (const name of await this.names()) {
      if (found.length >= (filter.limit ?? KEPT)) break;
      const message = await this.read(name);
      if (message && (to === undefined || canonicalEmail(message.to) === to)) found.push(message);
    }
    return found;
  }

  async find(id: string): Promise<MailboxMessageDto | undefined> {
    const name = (await this.names()).find((candidate) => NAME.exec(candidate)?.[1] === id);
    return name === undefined ? undefined : this.read(name);
  }

  /** A mail that is being put at the same time is afterwards whole or gone: the folder and unfinished files stay. */
  async clear(): Promise<void> {
    await this.remove(await this.names());
  }

  private async remove(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => rm(join(this.folder, name), { force: true })));
  }

  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => NAME.test(name)).sort().reverse();
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  /** Undefined when another process has just removed the file, or it is not one of ours. */
  private async read(name: string): Promise<MailboxMessageDto | undefined> {
    try {
      return JSON.parse(await readFile(join(this.folder, name), 'utf8')) as MailboxMessageDto;
    } catch (error) {
      if (isAbsent(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
