// npm test: from a fresh clone to all unit, integration and e2e tests. Further arguments go to jest.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureBuilt, ensureInstalled, replaceBy, root } from './prepare.mjs';
import { together } from './together.mjs';

checkNode();
ensureInstalled();
// Some tests start the built server as a process of its own, with signals and kills.
ensureBuilt();
// Long races, sweeps, kills and browsers (`*.long.e2e-spec.ts`) run by `npm run test:long`, and in CI.
const long = process.argv.includes('--long');
const given = process.argv.slice(2).filter((arg) => arg !== '--long');
const isPattern = (arg, at) => !arg.startsWith('-') && !['-t', '--testNamePattern'].includes(given[at - 1]);
// Jest takes files that one of the patterns fits, so each of them says that it is about long tests alone.
const args = long ? [...given.map((arg, at) => (isPattern(arg, at) ? `(?=.*\\.long\\.).*(${arg})` : arg)), ...(given.some(isPattern) ? [] : ['\\.long\\.'])] : given;
const chosen = (option) => args.some((arg) => option.test(arg));
// More workers than cores, since tests also wait for time to pass; and as many as there is memory for. A worker above the
// limit is replaced between two test files.
const WORKER_BYTES = 2e9;
const count = Math.max(1, Math.min(Math.round(availableParallelism() * 1.5), Math.floor(totalmem() / WORKER_BYTES)));
const workers = [...(chosen(/^(-w|-i|--maxWorkers|--runInBand)/) ? [] : [`--maxWorkers=${count}`]), '--workerIdleMemoryLimit=1GB'];
// At the end, because this option takes every word that follows it.
const ignored = long || chosen(/^--testPathIgnorePatterns/) ? [] : ['--testPathIgnorePatterns=\\.long\\.'];
// Whatever tests leave behind goes with the run, also what a killed worker had. The names are short, since a socket's path may have
// no more than 103 bytes; other users may pass through, since some tests run programs as one.
const folders = [tmpdir(), '/dev/shm'].filter((path) => existsSync(path)).map((path) => mkdtempSync(join(path, 'ae-')));
for (const folder of folders) chmodSync(folder, 0o711);
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })));
const [TMPDIR, TEST_MEMORY = TMPDIR] = folders;
const jest = join(root, 'node_modules/jest/bin/jest.js');
// Workers take it over. Most of what tests allocate is gone before the small default space is full for the second time.
const all = together(jest, [...workers, ...args, ...ignored], count);
replaceBy(['--max-semi-space-size=64', jest, ...all], { ...process.env, TMPDIR, TEST_MEMORY });
