/** How an application, an organization or a company wants the pages to look. What is not said is as the settings say. */
export interface Brand {
  readonly name?: string | undefined;
  readonly logo_url?: string | undefined;
  /** Like `#1f4fd8`. */
  readonly color?: string | undefined;
  readonly privacy_url?: string | undefined;
  readonly terms_url?: string | undefined;
  readonly support_url?: string | undefined;
}

/** What a body says, as it is kept; null where nothing is said. */
export function brandSaid(given: Brand | null): Brand | null {
  const said = brandIn(given ?? {});
  return Object.keys(said).length === 0 ? null : said;
}

/** What is said, without the fields that are left out. */
export function brandIn(given: Brand): Brand {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
}
