const EVERYTHING = '*';
const FORM = /^(?:\*|[a-z][a-z0-9_]{0,39}(?:\.[a-z][a-z0-9_]{0,39}){0,7}(?:\.\*)?)$/;

/** Whether a webhook with these filters is told of the event. A filter is a name, the beginning of names (`tenant.*`), or `*`. */
export function isTold(filters: readonly string[], event: string): boolean {
  return filters.some((filter) => matches(filter, event));
}

/** The filters that no event of the catalogue has, by their index. A mistyped one would be silent for ever. */
export function unknownFilters(filters: readonly string[], events: readonly string[]): number[] {
  return filters.flatMap((filter, index) => (FORM.test(filter) && events.some((event) => matches(filter, event)) ? [] : [index]));
}

function matches(filter: string, event: string): boolean {
  if (filter === EVERYTHING) return true;
  return filter.endsWith('.*') ? event.startsWith(filter.slice(0, -1)) : event === filter;
}
