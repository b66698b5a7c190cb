// npm test: from a fresh clone to all unit, integration and e2e tests. Further arguments go to jest.
import { join } from 'node:path';
import { checkNode, ensureBuilt, ensureInstalled, replaceBy, root } from './prepare.mjs';

checkNode();
ensureInstalled();
// Some tests start the built server as a process of its own, with signals and kills.
ensureBuilt();
const args = process.argv.slice(2);
// Long races, sweeps, kills and browsers run by `npm run test:long`, and in CI.
const filesChosen = args.some((arg) => arg.startsWith('--testPathIgnorePatterns'));
const workersChosen = args.some((arg) => /^(-w|-i|--maxWorkers|--runInBand)/.test(arg));
// By default Jest leaves one core idle. A worker above the memory limit is replaced between two test files.
const defaults = workersChosen ? [] : ['--maxWorkers=100%', '--workerIdleMemoryLimit=1GB'];
replaceBy([join(root, 'node_modules/jest/bin/jest.js'), ...defaults, ...(filesChosen ? [] : ['--testPathIgnorePatterns=\\.long\\.']), ...args]);
