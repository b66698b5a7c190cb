import { open } from 'node:fs/promises';
import { Settings } from '@authengine/config';
import { Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EnvHttpProxyAgent, fetch } from 'undici';

const AT_ONCE = 500;
const ANSWER_MS = 10_000;

interface Unanchored {
  readonly seq: string;
  readonly note: string;
}

/**
 * Brings checkpoints out of the database, so that whoever can rewrite it cannot take back what was signed. A checkpoint
 * may arrive twice, when several nodes bring it at the same time or one is killed; none is left out.
 */
@Injectable()
export class Anchors implements OnModuleDestroy {
  private readonly agent: EnvHttpProxyAgent;

  constructor(
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {
    const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = settings.values;
    this.agent = new EnvHttpProxyAgent({ httpProxy: HTTP_PROXY ?? '', httpsProxy: HTTPS_PROXY ?? '', noProxy: NO_PROXY });
  }

  onModuleDestroy(): Promise<void> {
    return this.agent.destroy();
  }

  /** Rejects when an anchor could not be reached; the others have theirs then, and the next call tries again. */
  async bring(): Promise<void> {
    const { AUDIT_ANCHOR_FILE: file, AUDIT_ANCHOR_URL: url } = this.settings.values;
    const results = await Promise.allSettled([
      ...(file === undefined ? [] : [this.bringAll('in_file', (text) => appendDurably(file, text))]),
      ...(url === undefined ? [] : [this.bringAll('sent', (text) => this.send(url, text))]),
    ]);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async bringAll(mark: 'in_file' | 'sent', bring: (text: string) => Promise<void>): Promise<void> {
    const { manager } = this.transactions;
    for (;;) {
      const rows = await manager.query<Unanchored[]>(`SELECT seq, note FROM audit_checkpoints WHERE NOT ${mark} ORDER BY seq LIMIT ${AT_ONCE}`);
      if (rows.length === 0) return;
      await bring(rows.map(({ note }) => note).join('\n'));
      await manager.query(`UPDATE audit_checkpoints SET ${mark} = true WHERE seq = ANY($1::bigint[])`, [rows.map(({ seq }) => seq)]);
    }
  }

  private async send(url: string, body: string): Promise<void> {
    const token = this.settings.values.AUDIT_ANCHOR_TOKEN;
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
      // Elsewhere, nobody has said that the checkpoints are kept.
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
      dispatcher: this.agent,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the anchor endpoint answered ${response.status}`);
  }
}

/** An empty line is between notes. */
async function appendDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'a', 0o644);
  try {
    await handle.appendFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
