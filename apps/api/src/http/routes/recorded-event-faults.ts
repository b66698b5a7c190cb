import { auditEventCatalogue } from '@authengine/contracts';
import type { RouteHandler } from './route-handlers.js';

/** Events that are on no page and in no filter of the log, because they were not declared. */
export function recordedEventFaults({ name, audited, refusedAs }: RouteHandler): string[] {
  const declared = auditEventCatalogue();
  return [audited, refusedAs].flatMap((event) => (event === undefined || declared.includes(event) ? [] : [`${name} is recorded as ${event.name}, which nobody declared`]));
}
