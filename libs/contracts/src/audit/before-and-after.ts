export interface BeforeAndAfter {
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** What a change did, for the metadata of its event: the members that differ, as they were and as they are. */
export function beforeAndAfter(was: Readonly<Record<string, unknown>>, is: Readonly<Record<string, unknown>>): BeforeAndAfter {
  const changed = Object.keys(is).filter((name) => JSON.stringify(was[name] ?? null) !== JSON.stringify(is[name] ?? null));
  const only = (of: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(changed.map((name) => [name, of[name] ?? null]));
  return { before: only(was), after: only(is) };
}
