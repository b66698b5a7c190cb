/**
 * The things that code declares, by name. A name that comes twice keeps its first meaning, and is reported at the start
 * with all other faults.
 */
export class Catalogue<T extends { readonly name: string }> {
  private readonly entries = new Map<string, T>();
  private readonly twice = new Set<string>();

  constructor(private readonly what: string) {}

  add(entry: T): void {
    if (this.entries.has(entry.name)) this.twice.add(entry.name);
    else this.entries.set(entry.name, entry);
  }

  all(): readonly T[] {
    return [...this.entries.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  faults(): readonly string[] {
    return [...this.twice].sort().map((name) => `${this.what} ${name} is declared twice`);
  }
}
