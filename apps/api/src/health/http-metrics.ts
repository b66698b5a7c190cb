import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What `/metrics` tells, in Prometheus' words. */
export class HttpMetrics {
  readonly registry = new Registry();
  private readonly duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  /** A series by its labels: looking one up costs more than observing. As many as there are series. */
  private readonly series = new Map<string, Histogram.Internal<string>>();

  /** What is told to whoever asks: of this process, unless it has others beside it on its port. */
  read: () => Promise<string> = () => this.registry.metrics();

  /** @param worker the number of this process among several on one port */
  constructor(worker?: number) {
    collectDefaultMetrics({ register: this.registry, ...(worker === undefined ? {} : { labels: { worker } }) });
  }

  /** Whatever matched no route is one series, so that a scanner cannot make more. */
  observe(method: string, route: string | undefined, status: number, seconds: number): void {
    const key = `${method} ${status} ${route ?? 'none'}`;
    let series = this.series.get(key);
    if (!series) this.series.set(key, (series = this.duration.labels(KNOWN_METHODS.has(method) ? method : 'OTHER', route ?? 'none', String(status))));
    series.observe(seconds);
  }
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
