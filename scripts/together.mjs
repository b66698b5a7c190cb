// Many spec files in one: each file that Jest runs loads all of Nest, TypeORM and the product anew, which costs more than most files' tests.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './prepare.mjs';

/** The fewer, the less is loaded twice; and each worker needs two, since they do not take the same time. */
const LEAST_GROUPS = 6;
const GROUPS_PER_WORKER = 2;
/** With fewer files than this, each is run as it is. */
const WORTH_IT = 24;
const folder = join(root, '.cache', 'together');
/** What a spec declares, or the example or the world that it imports, every later test of its file would find in roles and lists. Others say so: `// Runs alone: <why>`. */
const ALONE = [/^\/\/ Runs alone: ./, /\bdefinePermissions\(/, /\/kit\/protected\/(protects|world)\.js'/];
const OWN_CODE = / from '\.\//;
const isAlone = (spec, text) => ALONE.some((mark) => mark.test(text)) || (spec.startsWith('examples/') && OWN_CODE.test(text));

/** Opening a database costs more than most specs do with it. */
const KEEPING = "require('@authengine/testing').keepTestDatabases();\n";

/** What does not choose tests, and holds for every group as it would for every file. */
const HOW = /^--(json|ci|verbose|silent|forceExit|outputFile=.*|maxWorkers=.*|workerIdleMemoryLimit=.*)$/;
const WHICH = /^(--testPathIgnorePatterns=.*|[^-].*)$/;

/**
 * Jest's arguments that run the same tests in a few files made for it, each of which requires its part of the specs.
 * A test's name begins with its file then. Gives back `args` where that is not worth it or not understood.
 */
export function together(jest, args, workers) {
  if (!args.every((arg) => HOW.test(arg) || WHICH.test(arg))) return args;
  const specs = listed(jest, args.filter((arg) => WHICH.test(arg)));
  if (specs.length < WORTH_IT) return args;
  const alone = specs.filter((spec) => isAlone(spec, readFileSync(join(root, spec), 'utf8')));
  const others = specs.filter((spec) => !alone.includes(spec));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Neighbours in the tree take about as long: dealt out like cards, the groups do too.
  const count = Math.max(LEAST_GROUPS, GROUPS_PER_WORKER * workers);
  const groups = Array.from({ length: count }, (_, group) => others.filter((_spec, index) => index % count === group));
  const files = groups.map((members, index) => write(`${String(index + 1).padStart(2, '0')}.spec.ts`, members));
  return [...args.filter((arg) => HOW.test(arg)), '--roots=.cache/together', '--roots=apps', '--roots=libs', '--roots=extensions', '--roots=examples', '--roots=torture', '--runTestsByPath', ...files, ...alone];
}

function listed(jest, which) {
  const { stdout, status } = spawnSync(process.execPath, [jest, '--listTests', ...which], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
  return stdout.split('\n').filter(Boolean).map((path) => relative(root, path)).sort();
}

function write(name, members) {
  const lines = members.map((path) => `describe(${JSON.stringify(path)}, () => {\n  require(${JSON.stringify(join('../..', path))});\n});\n`);
  // Jest begins with the largest files, so that none of these is left to one worker at the end.
  const size = members.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  writeFileSync(join(folder, name), `${KEEPING}${lines.join('')}`.padEnd(size));
  return join('.cache/together', name);
}
