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

  /** The series by route, method and status: to look one up by its labels costs more than to observe. As many as there are series. */
  private readonly series = new Map<string, Map<string, Map<number, Histogram.Internal<string>>>>();

  /** What is told to whoever asks: of this process, unless it has others beside it on its port. */
  read: () => Promise<string> = () => this.registry.metrics();

  /** @param worker the number of this process among several on one port */
  constructor(worker?: number) {
    collectDefaultMetrics({ register: this.registry, ...(worker === undefined ? {} : { labels: { worker } }) });
  }

  /** Whatever matched no route is one series, so that a scanner cannot make more. */
  observe(method: string, route: string | undefined, status: number, seconds: number): void {
    this.seriesOf(KNOWN_METHODS.has(method) ? method : 'OTHER', route ?? 'none', status).observe(seconds);
  }

  private seriesOf(method: string, route: string, status: number): Histogram.Internal<string> {
    let ofRoute = this.series.get(route);
    if (!ofRoute) this.series.set(route, (ofRoute = new Map<string, Map<number, Histogram.Internal<string>>>()));
    let ofMethod = ofRoute.get(method);
    if (!ofMethod) ofRoute.set(method, (ofMethod = new Map<number, Histogram.Internal<string>>()));
    let series = ofMethod.get(status);
    if (!series) ofMethod.set(status, (series = this.duration.labels(method, route, String(status))));
    return series;
  }
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
