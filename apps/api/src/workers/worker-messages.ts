import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** The metrics of one process, as prom-client writes them for aggregation. */
export type ProcessMetrics = MetricObjectWithValues<MetricValue<string>>[];

/** What a worker says to the primary. */
export type FromWorker =
  | { readonly type: 'listening'; readonly url: string; readonly demo: string | null }
  /** Somebody asks this worker for the metrics of all. */
  | { readonly type: 'all-metrics'; readonly question: number }
  | { readonly type: 'own-metrics'; readonly question: number; readonly metrics: ProcessMetrics };

/** What the primary says to a worker. */
export type FromPrimary =
  | { readonly type: 'all-metrics'; readonly question: number; readonly text: string }
  | { readonly type: 'own-metrics'; readonly question: number };
