import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Settings } from '@authengine/config';
import type { Logger } from 'pino';
import { createLog } from '../logging/create-log.js';
import { MetricsOfAll, tell } from './metrics-of-all.js';
import { Restarts } from './restarts.js';
import { closeUntakenConnections } from './untaken-connections.js';
import type { FromWorker } from './worker-messages.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
/** Beyond the grace of requests, for what a worker closes after them; then it is killed. */
const CLOSING_MS = 10_000;

export interface Listening {
  readonly url: string;
  readonly demo: string | null;
}

/**
 * Starts the workers, each the whole server, and fills the place of one that ends. It takes connections for them in
 * turn and answers no request. The first worker starts alone: migrations and first rows are there before the others
 * come, and what stops a start is told once.
 */
export class Primary {
  private readonly log: Logger;
  private readonly metrics = new MetricsOfAll();
  private readonly workers = new Map<number, Worker>();
  private readonly restarts = new Map<number, Restarts>();
  private readonly listeningSince = new Map<number, number>();
  private stopping: NodeJS.Signals | undefined;
  /** With what the process ends once no worker is left. */
  private code = 0;

  constructor(
    private readonly settings: Settings,
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly onListening: (first: Listening) => void,
  ) {
    this.log = createLog(settings, 'primary');
  }

  run(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        this.stop(signal);
      });
    }
    this.start(1);
  }

  private start(number: number): void {
    if (this.stopping) return;
    cluster.setupPrimary({ exec: PROGRAM, args: [String(number)] });
    // As they were read once: an edit of .env does not make one worker unlike the others.
    const worker = cluster.fork(this.env);
    this.workers.set(number, worker);
    closeUntakenConnections(worker);
    worker.on('message', (message: FromWorker) => {
      this.hear(number, worker, message);
    });
    // A message that could not be sent; the exit follows.
    worker.on('error', () => undefined);
    worker.once('exit', (code: number | null, signal: NodeJS.Signals | null) => {
      this.ended(number, worker, code, signal);
    });
  }

  private hear(number: number, worker: Worker, message: FromWorker): void {
    switch (message.type) {
      case 'listening':
        this.listens(number, worker, message);
        return;
      case 'own-metrics':
        this.metrics.answered(number, message);
        return;
      case 'all-metrics':
        void this.metrics.text(this.listening()).then((text) => {
          tell(worker, { type: 'all-metrics', question: message.question, text });
        });
    }
  }

  private listens(number: number, worker: Worker, { url, demo }: Listening): void {
    const isFirst = this.restarts.size === 0;
    this.listeningSince.set(number, performance.now());
    this.log.info({ number, pid: worker.process.pid }, 'a worker listens');
    if (!isFirst) return;
    for (let n = 1; n <= this.settings.values.WEB_CONCURRENCY; n += 1) {
      this.restarts.set(n, new Restarts());
      if (n !== number) this.start(n);
    }
    this.onListening({ url, demo });
  }

  private ended(number: number, worker: Worker, code: number | null, signal: NodeJS.Signals | null): void {
    const since = this.listeningSince.get(number);
    this.listeningSince.delete(number);
    this.workers.delete(number);
    this.metrics.ended(number);
    if (this.stopping) {
      // One that a signal met before it listened had nothing to stop in order.
      if (code !== 0 && since !== undefined) this.code = 1;
      this.endWhenAlone();
      return;
    }
    const restarts = this.restarts.get(number);
    // What kept the first one from starting keeps any, and it has told what it was.
    if (!restarts) process.exit(code ?? 1);
    const delayMs = restarts.delayAfter(since === undefined ? undefined : performance.now() - since);
    this.log.error({ number, pid: worker.process.pid, code, signal, delayMs }, 'a worker ended; another takes its place');
    if (restarts.hopeless && this.listeningSince.size === 0) {
      this.log.fatal('no worker starts any more; stopping');
      this.code = 1;
      this.stop('SIGTERM');
      return;
    }
    setTimeout(() => {
      this.start(number);
    }, delayMs);
  }

  private listening(): ReadonlyMap<number, Worker> {
    return new Map([...this.workers].filter(([number]) => this.listeningSince.has(number)));
  }

  /** Every worker stops in order; a repeated signal is the same stop. */
  private stop(signal: NodeJS.Signals): void {
    if (this.stopping) return;
    this.stopping = signal;
    for (const worker of this.workers.values()) worker.process.kill(signal);
    setTimeout(() => {
      this.code = 1;
      this.log.error({ workers: [...this.workers.keys()] }, 'workers did not stop in time and are killed');
      for (const worker of this.workers.values()) worker.process.kill('SIGKILL');
    }, this.settings.values.SHUTDOWN_GRACE_SECONDS * 1000 + CLOSING_MS).unref();
    this.endWhenAlone();
  }

  private endWhenAlone(): void {
    if (this.workers.size === 0) process.exit(this.code);
  }
}
