// PGlite alone on a folder that has a database: what no start on the embedded store can be quicker than.
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create({ dataDir: process.argv[2] });
await database.query('SELECT 1');
console.log('it answers');
await database.close();
