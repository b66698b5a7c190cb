// npm start: from a fresh clone to a running service.
import { checkNode, ensureBuilt, ensureInstalled, replaceBy, server } from './prepare.mjs';

checkNode();
ensureInstalled();
ensureBuilt();
replaceBy([server]);
