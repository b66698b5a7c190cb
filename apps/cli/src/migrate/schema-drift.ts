import { dataSourceOptions, migrate, startEmbeddedPostgres } from '@authengine/persistence';
import { DataSource, getMetadataArgsStorage } from 'typeorm';
import { nowhere } from '../docs/openapi-document.js';
// For its imports: every entity of the product declares itself when its file is loaded.
import '../../../api/src/app.module.js';

/** What would still have to change in a freshly migrated database for it to be what the entities say, as SQL. */
export async function schemaDrift(): Promise<string[]> {
  const postgres = await startEmbeddedPostgres({ folder: null });
  try {
    const { extensions } = await nowhere();
    await migrate(postgres.address, extensions);
    const entities = getMetadataArgsStorage().tables.map(({ target }) => target);
    const dataSource = await new DataSource({ ...dataSourceOptions(postgres.address, extensions), entities }).initialize();
    try {
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      return upQueries.map(({ query }) => query);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await postgres.close();
  }
}
