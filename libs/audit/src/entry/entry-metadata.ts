import type { AuditEvent } from '@authengine/contracts';
import { safeValue } from './safe-value.js';

/** Facts about a refusal that every event may carry; set by this lib alone, never taken from a feature's metadata. */
export interface RefusalFacts {
  readonly code: string;
  readonly method?: string;
  readonly route?: string;
  /** How many refusals there are by now within their minute, where a flood is counted: of this kind, of this caller or in this tenant. */
  readonly repeated?: number;
}

/** Of what was handed in, what `event` declares, made safe to keep. Whatever else is dropped, so no secret can slip in. */
export function entryMetadata(event: AuditEvent, given: Readonly<Record<string, unknown>> = {}, facts?: RefusalFacts): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of event.metadata) {
    const value = Object.hasOwn(given, name) ? safeValue(given[name]) : undefined;
    if (value !== undefined) kept[name] = value;
  }
  for (const [name, value] of Object.entries(facts ?? {})) {
    if (value !== undefined) kept[name] = safeValue(value);
  }
  return kept;
}
