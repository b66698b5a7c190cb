// npm test: from a bare clone to every unit, integration and e2e test. Further arguments go to jest.
import { join } from 'node:path';
import { checkNode, ensureBuilt, ensureInstalled, replaceBy, root } from './prepare.mjs';

checkNode();
ensureInstalled();
// Some tests start the built server: what is shipped, with signals of its own and a life to take.
ensureBuilt();
const args = process.argv.slice(2);
const workersChosen = args.some((arg) => /^(-w|-i|--maxWorkers|--runInBand)/.test(arg));
// Jest would leave a core idle; a worker that has grown past the limit is replaced between two test files.
const defaults = workersChosen ? [] : ['--maxWorkers=100%', '--workerIdleMemoryLimit=1GB'];
replaceBy([join(root, 'node_modules/jest/bin/jest.js'), ...defaults, ...args]);
