import { AggregatorRegistry } from 'prom-client';
import type { ProcessMetrics } from './worker-messages.js';

/** Node's and the system's, each with the label of its process: their sum would hide the one that is in need. */
const OF_ONE_PROCESS = /^(?:process|nodejs)_/;

/**
 * Metrics of several processes as one. A counter never falls: what a process had counted when it was last asked still
 * counts after its end.
 */
export class SummedMetrics {
  private readonly latest = new Map<number, ProcessMetrics>();
  private ended: Promise<ProcessMetrics> = Promise.resolve([]);

  put(worker: number, metrics: ProcessMetrics): void {
    this.latest.set(worker, metrics);
  }

  /** The worker's process is gone; another may take its number. */
  end(worker: number): void {
    const last = this.latest.get(worker);
    this.latest.delete(worker);
    if (last === undefined) return;
    const counted = last.filter(({ name, type }) => !OF_ONE_PROCESS.test(name) && isCounted(type));
    this.ended = this.ended.then((before) => sum([before, counted]).getMetricsAsJSON());
  }

  /** In Prometheus' text format; `others` are processes that are no workers. */
  async text(others: readonly ProcessMetrics[]): Promise<string> {
    // Both as they are now: one that ends meanwhile is in one of them.
    const [latest, ended] = [[...this.latest.values()], this.ended];
    return sum([...latest, await ended, ...others]).metrics();
  }
}

/** As JSON the type has its name; the declarations of prom-client say that it is a number. */
function isCounted(type: unknown): boolean {
  return type === 'counter' || type === 'histogram';
}

function sum(all: readonly ProcessMetrics[]): ReturnType<typeof AggregatorRegistry.aggregate> {
  // Their labels keep them apart already, and some of them would be left out of a sum, or averaged.
  const told = all.map((metrics) => metrics.map((metric) => (OF_ONE_PROCESS.test(metric.name) ? { ...metric, aggregator: 'first' as const } : metric)));
  return AggregatorRegistry.aggregate(told);
}
