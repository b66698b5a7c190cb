import type { Anchors, AuditRelay, Witnesses } from '@authengine/audit';
import { Gauge, type Registry } from 'prom-client';

export interface AuditSources {
  readonly relay: Pick<AuditRelay, 'lag'>;
  readonly anchors: Pick<Anchors, 'lag'>;
  readonly witnesses: Pick<Witnesses, 'lag'>;
}

interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * How far the audit log and its evidence are behind what happened, read when somebody asks. All processes read the same tables, so
 * the largest reading of several workers counts, not their sum. While PostgreSQL does not answer, the gauges are absent.
 */
export function registerAuditMetrics(registry: Registry, { relay, anchors, witnesses }: AuditSources): void {
  const gauge = (name: string, help: string, labelNames: readonly string[], read: () => Promise<readonly Reading[]>): void => {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      aggregator: 'max',
      async collect() {
        const readings = await read().catch(() => []);
        this.reset();
        if (labelNames.length === 0) this.remove();
        for (const { labels, value } of readings) this.set({ ...labels }, value);
      },
    });
  };
  const lag = together(() => relay.lag());
  const byWitness = together(() => witnesses.lag());
  gauge('audit_outbox_entries', 'Recorded entries that wait for the store of the audit log, of all nodes', [], async () => [{ labels: {}, value: (await lag()).entries }]);
  gauge('audit_outbox_oldest_seconds', 'How long the first of the waiting entries has waited', [], async () => [{ labels: {}, value: (await lag()).oldestSeconds }]);
  gauge('audit_anchor_checkpoints', 'Signed checkpoints that an anchor does not have yet', ['anchor'], async () => (await anchors.lag()).map(({ anchor, waiting }) => ({ labels: { anchor }, value: waiting })));
  gauge('audit_witness_entries', 'Entries in signed checkpoints that a witness has not cosigned yet', ['witness'], async () => (await byWitness()).map(({ witness, entries }) => ({ labels: { witness }, value: entries })));
  gauge('audit_witness_seconds', 'How long ago a witness cosigned a checkpoint for the last time; absent when it never did', ['witness'], async () =>
    (await byWitness()).flatMap(({ witness, seconds }) => (seconds === null ? [] : [{ labels: { witness }, value: seconds }])),
  );
}

/** Gauges are collected at the same time: those that read the same share one reading. */
function together<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read().finally(() => (reading = undefined)));
}
