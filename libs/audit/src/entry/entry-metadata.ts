import type { AuditEvent } from '@authengine/contracts';
import { safeValue } from './safe-value.js';

/** Facts about a refusal that every event may carry. Only this lib sets them; a feature's metadata never does. */
export interface RefusalFacts {
  readonly code: string;
  readonly method?: string;
  readonly route?: string;
  /**
   * The number of refusals so far in this minute, when a flood is counted: of this kind, of this caller or in this
   * tenant.
   */
  readonly repeated?: number;
}

/** The given metadata that `event` declares, made safe to keep. The rest is dropped, so no secret can slip in. */
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
