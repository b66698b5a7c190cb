import { Cluster, type Redis } from 'ioredis';
import { CopyStore, decodeCopy, encodeCopy, type Copy, type CopyRead } from './copy-store.js';

/** Sets KEYS[1] to ARGV[2] for ARGV[3] ms unless its version is ARGV[1] or newer. */
const WRITE_NEWER = `
local present = redis.call('GET', KEYS[1])
if present then
  local version = tonumber(string.match(present, '^(%d+)|'))
  if version and version >= tonumber(ARGV[1]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

const PREFIX = 'ae:c:';

interface Batch {
  readonly keys: string[];
  readonly result: Promise<(string | null)[]>;
}

/** Copies in Redis: one server, a Sentinel's primary, or a Cluster's primaries. */
export class RedisCopyStore extends CopyStore {
  readonly shared = true;
  private readonly listeners: (() => void)[] = [];
  private identity: string | undefined;
  private batch: Batch | undefined;

  constructor(private readonly redis: Redis | Cluster) {
    super();
    for (const event of ['close', 'end', 'reconnecting', '-node', '+node', 'node error']) {
      redis.on(event, () => {
        this.interrupt();
      });
    }
  }

  async read(keys: readonly string[]): Promise<(CopyRead | null)[]> {
    const batch = (this.batch ??= this.openBatch());
    const from = batch.keys.length;
    for (const key of keys) batch.keys.push(PREFIX + key);
    const texts = await batch.result;
    return keys.map((_, i) => decodeCopy(texts[from + i] ?? null));
  }

  async write(copies: readonly Copy[], ttlMs: number): Promise<void> {
    await Promise.all(
      copies.map(({ key, version, value }) => this.redis.eval(WRITE_NEWER, 1, PREFIX + key, version, encodeCopy(version, value), Math.ceil(ttlMs))),
    );
  }

  onInterruption(listener: () => void): void {
    this.listeners.push(listener);
  }

  async checkIdentity(): Promise<void> {
    const nodes = this.redis instanceof Cluster ? this.redis.nodes('master') : [this.redis];
    const identities = await Promise.all(nodes.map((node) => identityOf(node)));
    const identity = identities.sort().join();
    if (this.identity !== undefined && this.identity !== identity) this.interrupt();
    this.identity = identity;
  }

  private interrupt(): void {
    for (const listener of this.listeners) listener();
  }

  /** Gathers the reads of one turn of the event loop into one command. */
  private openBatch(): Batch {
    const keys: string[] = [];
    const result = new Promise<(string | null)[]>((resolve, reject) => {
      setImmediate(() => {
        this.batch = undefined;
        this.fetch(keys).then(resolve, reject);
      });
    });
    return { keys, result };
  }

  private fetch(keys: string[]): Promise<(string | null)[]> {
    // A Cluster refuses an MGET over several slots; its client pipelines single reads by node.
    return this.redis instanceof Cluster ? Promise.all(keys.map((key) => this.redis.get(key))) : this.redis.mget(keys);
  }
}

/** Tells one run of one primary from another: a restart or a failover changes it. */
async function identityOf(node: Redis): Promise<string> {
  const info = `${await node.info('server')}\n${await node.info('replication')}`;
  const field = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  return `${field('run_id')}/${field('role')}/${field('master_replid')}`;
}
