// npm run migration:check: fails when the migrations and the entities differ.
import { checkNode, cli, ensureBuilt, ensureInstalled, replaceBy } from './prepare.mjs';

checkNode();
ensureInstalled();
ensureBuilt();
replaceBy([cli, 'migrate', '--check', ...process.argv.slice(2)]);
