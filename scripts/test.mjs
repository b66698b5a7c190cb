// npm test: from a fresh clone to all unit, integration and e2e tests. Further arguments go to jest.
import { join } from 'node:path';
import { checkNode, ensureBuilt, ensureInstalled, replaceBy, root } from './prepare.mjs';
import { together } from './together.mjs';

checkNode();
ensureInstalled();
// Some tests start the built server as a process of its own, with signals and kills.
ensureBuilt();
// Long races, sweeps, kills and browsers (`*.long.e2e-spec.ts`) run by `npm run test:long`, and in CI.
const long = process.argv.includes('--long');
const args = process.argv.slice(2).filter((arg) => arg !== '--long');
const chosen = (option) => args.some((arg) => option.test(arg));
// By default Jest leaves one core idle. A worker above the memory limit is replaced between two test files.
const workers = chosen(/^(-w|-i|--maxWorkers|--runInBand)/) ? [] : ['--maxWorkers=100%', '--workerIdleMemoryLimit=1GB'];
// At the end, because this option takes every word that follows it.
const ignored = long || chosen(/^--testPathIgnorePatterns/) ? [] : ['--testPathIgnorePatterns=\\.long\\.'];
const jest = join(root, 'node_modules/jest/bin/jest.js');
replaceBy([jest, ...together(jest, [...workers, ...(long ? ['\\.long\\.'] : []), ...args, ...ignored])]);
