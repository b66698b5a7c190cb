import { RequestErrors } from '@authengine/contracts';
import type { FieldError } from '@authengine/kernel';

/** What a proxy asks beyond what its key was made with. */
export interface ForwardQuestion {
  /** Null where none was named; a text that is no tenant's id is one in which nobody is. */
  readonly tenantId: string | null;
  /** All of them must be held. */
  readonly permissions: readonly string[];
}

const NOTHING: ForwardQuestion = { tenantId: null, permissions: [] };
const MAX_PERMISSIONS = 100;

/**
 * What is asked by the rest of a URL behind the endpoint's path, as it came over the wire. At the endpoint itself the query
 * is the proxy's: one with a word too many or twice is refused, since a requirement that is misspelled would be none. Below
 * it path and query are those of whoever asks the application, and say nothing here, whatever their spelling.
 * @throws RequestErrors.invalid
 */
export function forwardQuestion(rest: string): ForwardQuestion {
  const query = /^\/?\?(.*)$/s.exec(rest)?.[1];
  if (query === undefined || query === '') return NOTHING;
  const errors: FieldError[] = [];
  const tenants: string[] = [];
  const permissions: string[] = [];
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === 'tenant_id') tenants.push(value);
    else if (name === 'permission') permissions.push(value);
    else errors.push({ field: name.slice(0, 64), message: 'is not a known query parameter' });
  }
  if (tenants.length > 1) errors.push({ field: 'tenant_id', message: 'must be given once' });
  if (permissions.length > MAX_PERMISSIONS) errors.push({ field: 'permission', message: `must name at most ${MAX_PERMISSIONS}` });
  if (errors.length > 0) throw RequestErrors.invalid({ errors: errors.slice(0, 10) });
  return { tenantId: tenants[0] ?? null, permissions };
}
