// npm start: from a bare clone to a running service.
import { checkNode, cli, ensureBuilt, ensureInstalled, replaceBy } from './prepare.mjs';

checkNode();
ensureInstalled();
ensureBuilt();
replaceBy([cli, 'run', ...process.argv.slice(2)]);
