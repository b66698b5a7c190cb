import type { HttpMetrics } from '../health/http-metrics.js';
import type { FromPrimary, FromWorker } from './worker-messages.js';

/** What a worker and the primary tell each other. Without the primary a worker has no port, and Node ends it. */
export class PrimaryLink {
  private readonly asked = new Map<number, (text: string) => void>();
  private questions = 0;

  constructor(private readonly metrics: HttpMetrics) {
    metrics.read = () => this.metricsOfAll();
    process.on('message', (message: FromPrimary) => {
      void this.hear(message);
    });
  }

  say(message: FromWorker): void {
    process.send?.(message);
  }

  private async hear(message: FromPrimary): Promise<void> {
    if (message.type === 'own-metrics') {
      this.say({ type: 'own-metrics', question: message.question, metrics: await this.metrics.registry.getMetricsAsJSON() });
      return;
    }
    this.asked.get(message.question)?.(message.text);
    this.asked.delete(message.question);
  }

  private metricsOfAll(): Promise<string> {
    const question = (this.questions += 1);
    return new Promise((resolve) => {
      this.asked.set(question, resolve);
      this.say({ type: 'all-metrics', question });
    });
  }
}
