import type { EntityManager, ObjectLiteral } from 'typeorm';

/**
 * An entity's columns in a statement of one's own, and the entity read back from its rows. TypeORM's hydration costs more
 * than the statement. For entities whose fields are what the driver gives: without transformers and relations.
 */
export class PlainColumns<T extends ObjectLiteral> {
  /** For the SELECT list: `s.id AS s_id, s.user_id AS s_user_id, …` */
  readonly list: string;
  private readonly fields: readonly { readonly property: string; readonly column: string; readonly label: string; readonly type: unknown }[];

  constructor(
    manager: EntityManager,
    private readonly entity: new () => T,
    alias: string,
  ) {
    const { columns } = manager.dataSource.getMetadata(entity);
    this.list = columns.map(({ databaseName }) => `${alias}.${databaseName} AS ${alias}_${databaseName}`).join(', ');
    this.fields = columns.map(({ propertyName, databaseName, type }) => ({ property: propertyName, column: databaseName, label: `${alias}_${databaseName}`, type }));
  }

  read(row: Readonly<Record<string, unknown>>): T {
    const fields = Object.fromEntries(this.fields.map(({ property, label }) => [property, row[label]]));
    return Object.assign(new this.entity(), fields);
  }

  /** From a row that PostgreSQL gave as one JSON value (`to_json(s)`), which costs less than a column for each field. */
  readJson(row: Readonly<Record<string, unknown>>): T {
    const entity = new this.entity() as Record<string, unknown>;
    for (const { property, column, type } of this.fields) entity[property] = fromJson(row[column], type);
    return entity as T;
  }
}

/** As the driver gives it: a bigint as text, which is exact up to 2^53. */
function fromJson(value: unknown, type: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'timestamptz') return new Date(value as string);
  return type === 'bigint' && typeof value === 'number' ? String(value) : value;
}
