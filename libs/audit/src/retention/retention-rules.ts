import type { RetentionRule } from '@authengine/config';
import { isTold } from '../webhooks/event-filter.js';

/** Events that are removed after the same number of days. */
export interface RetentionClass {
  readonly days: number;
  readonly events: readonly string[];
}

/**
 * How long each event is kept in the log of a tenant, or outside all tenants (null). Of the rules that fit, one that names the
 * tenant counts before one that does not, then the one whose name of events is longest. An event without a rule is kept for ever.
 */
export function retentionClasses(rules: readonly RetentionRule[], tenantId: string | null, events: readonly string[]): RetentionClass[] {
  const byDays = new Map<number, string[]>();
  for (const event of events) {
    const days = rules.filter((rule) => (rule.tenantId === null || rule.tenantId === tenantId) && isTold([rule.events], event)).sort(moreExactFirst)[0]?.days;
    if (days !== undefined && days !== null) byDays.set(days, [...(byDays.get(days) ?? []), event]);
  }
  return [...byDays].map(([days, ofDays]) => ({ days, events: ofDays })).sort((a, b) => a.days - b.days);
}

function moreExactFirst(a: RetentionRule, b: RetentionRule): number {
  return Number(a.tenantId === null) - Number(b.tenantId === null) || b.events.length - a.events.length;
}
