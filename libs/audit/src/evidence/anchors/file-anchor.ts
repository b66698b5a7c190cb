import { open } from 'node:fs/promises';
import { asText, type Anchor, type Unanchored } from './anchor.js';

/** A file that only grows. */
export class FileAnchor implements Anchor {
  readonly name = 'file';
  readonly mark = 'in_file';

  constructor(private readonly file: string) {}

  async bring(checkpoints: readonly Unanchored[]): Promise<number> {
    const handle = await open(this.file, 'a', 0o644);
    try {
      await handle.appendFile(`${asText(checkpoints)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return checkpoints.length;
  }
}
