import type { EntityManager, ObjectLiteral } from 'typeorm';

/**
 * An entity's columns in a statement of one's own, and the entity read back from its rows. TypeORM's hydration costs more
 * than the statement. For entities whose fields are what the driver gives: without transformers and relations.
 */
export class PlainColumns<T extends ObjectLiteral> {
  /** For the SELECT list: `s.id AS s_id, s.user_id AS s_user_id, …` */
  readonly list: string;
  private readonly fields: readonly { readonly property: string; readonly label: string }[];

  constructor(
    manager: EntityManager,
    private readonly entity: new () => T,
    alias: string,
  ) {
    const { columns } = manager.dataSource.getMetadata(entity);
    this.list = columns.map(({ databaseName }) => `${alias}.${databaseName} AS ${alias}_${databaseName}`).join(', ');
    this.fields = columns.map(({ propertyName, databaseName }) => ({ property: propertyName, label: `${alias}_${databaseName}` }));
  }

  read(row: Readonly<Record<string, unknown>>): T {
    const fields = Object.fromEntries(this.fields.map(({ property, label }) => [property, row[label]]));
    return Object.assign(new this.entity(), fields);
  }
}
