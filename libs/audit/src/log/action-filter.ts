import { auditEventCatalogue, type AuditStatus } from '@authengine/contracts';

export interface ActionFilter {
  readonly actions: readonly string[];
  readonly statuses?: readonly AuditStatus[];
}

/** The predecessor had a name for this failure; here it is the same event with another status. */
const PREDECESSOR_FAILURES: Readonly<Record<string, string>> = { LOGIN_FAILED: 'LOGIN_SUCCESS' };
/** `tenant.*` are all names that begin with `tenant.`. */
const PREFIX_END = '.*';
const PREDECESSOR_NAME = /^[A-Z][A-Z_]*$/;

/**
 * The entries that `action=` means. A name that ends with `.*` is the beginning of names. An event's name also finds the predecessor's entries under their old name. The
 * predecessor's name also finds our events in its place, with the outcome that it meant.
 */
export function actionFilter(action: string): ActionFilter {
  const events = auditEventCatalogue();
  if (action.endsWith(PREFIX_END)) return beginningWith(action.slice(0, -1));
  if (!PREDECESSOR_NAME.test(action)) {
    const predecessor = events.find((event) => event.name === action)?.predecessor;
    return { actions: predecessor === undefined ? [action] : [action, predecessor] };
  }
  const success = PREDECESSOR_FAILURES[action];
  const meant = events.filter((event) => event.predecessor === action || (success !== undefined && event.predecessor === success));
  return { actions: [action, ...meant.map((event) => event.name)], statuses: success === undefined ? ['success'] : ['failure', 'denied'] };
}

/** The names are those of the catalogue, so that an index has them; what it does not know is found by its whole name. */
function beginningWith(prefix: string): ActionFilter {
  const meant = auditEventCatalogue().filter(({ name }) => name.startsWith(prefix));
  return { actions: meant.flatMap(({ name, predecessor }) => (predecessor === undefined ? [name] : [name, predecessor])) };
}
