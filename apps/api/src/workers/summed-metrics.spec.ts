import { HttpMetrics } from '../health/http-metrics.js';
import { SummedMetrics } from './summed-metrics.js';
import type { ProcessMetrics } from './worker-messages.js';

const COUNT = 'http_request_duration_seconds_count{method="GET",route="/x",status="200"}';

/** A worker's metrics after so many requests. */
function metricsOf(worker: number, requests: number): Promise<ProcessMetrics> {
  const metrics = new HttpMetrics(worker);
  for (let i = 0; i < requests; i += 1) metrics.observe('GET', '/x', 200, 0.002);
  return metrics.registry.getMetricsAsJSON();
}

describe('metrics of several processes', () => {
  it('are sums where something is counted, and of each process where they tell how it does', async () => {
    const summed = new SummedMetrics();
    summed.put(1, await metricsOf(1, 3));
    summed.put(2, await metricsOf(2, 4));
    const text = await summed.text([]);
    expect(text).toContain(`${COUNT} 7`);
    for (const name of ['process_resident_memory_bytes', 'process_cpu_seconds_total', 'process_start_time_seconds', 'nodejs_eventloop_lag_p99_seconds']) {
      for (const worker of [1, 2]) expect(text).toMatch(new RegExp(`^${name}\\{worker="${worker}"\\} \\d`, 'm'));
    }
    expect(text.match(/^# TYPE process_cpu_seconds_total /gm)).toHaveLength(1);
  });

  it('do not fall when a process ends, and tell no more how it did', async () => {
    const summed = new SummedMetrics();
    summed.put(1, await metricsOf(1, 3));
    summed.put(2, await metricsOf(2, 4));
    summed.end(2);
    expect(await summed.text([])).toContain(`${COUNT} 7`);
    summed.put(2, await metricsOf(2, 1));
    summed.end(2);
    summed.end(2);
    const text = await summed.text([]);
    expect(text).toContain(`${COUNT} 8`);
    expect(text).not.toContain('worker="2"');
  });

  it('of processes that are no workers are there, too', async () => {
    const summed = new SummedMetrics();
    summed.put(1, await metricsOf(1, 1));
    expect(await summed.text([await metricsOf(7, 0)])).toContain('process_cpu_seconds_total{worker="7"}');
  });
});
