import type { Worker } from 'node:cluster';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { SummedMetrics } from './summed-metrics.js';
import type { FromPrimary, FromWorker } from './worker-messages.js';

/** One that does not answer in time counts with what it told last. */
const PATIENCE_MS = 2_000;

/** Gathers the metrics of all workers for the one that is asked for them. */
export class MetricsOfAll {
  private readonly summed = new SummedMetrics();
  private readonly own = new Registry();
  private readonly awaited = new Map<number, () => void>();
  private questions = 0;

  constructor() {
    collectDefaultMetrics({ register: this.own, labels: { worker: 'primary' } });
  }

  async text(workers: ReadonlyMap<number, Worker>): Promise<string> {
    await Promise.all([...workers.values()].map((worker) => this.ask(worker)));
    return this.summed.text([await this.own.getMetricsAsJSON()]);
  }

  answered(number: number, { question, metrics }: Extract<FromWorker, { type: 'own-metrics' }>): void {
    this.summed.put(number, metrics);
    this.awaited.get(question)?.();
  }

  ended(number: number): void {
    this.summed.end(number);
  }

  private ask(worker: Worker): Promise<void> {
    const question = (this.questions += 1);
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(patience);
        this.awaited.delete(question);
        resolve();
      };
      const patience = setTimeout(done, PATIENCE_MS);
      this.awaited.set(question, done);
      tell(worker, { type: 'own-metrics', question });
    });
  }
}

/** A worker that is about to end hears nothing any more. */
export function tell(worker: Worker, message: FromPrimary): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}
