// Adds what a fresh clone lacks: the packages, then the build. It uses only Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const cli = join(root, 'dist/apps/cli/src/main.js');
export const server = join(root, 'dist/apps/api/src/main.js');

const modules = join(root, 'node_modules');
/** Of the hosted pages. */
const TEMPLATES = 'libs/identity/src/pages/templates';
const buildStamp = join(root, 'dist/.built-from');

/** Ends the process with one clear line when Node is too old; `engines` in package.json names the oldest version. */
export function checkNode() {
  const wanted = readJson(join(root, 'package.json')).engines.node.replace(/[^\d.]/g, '');
  const [major = 0, minor = 0] = wanted.split('.').map(Number);
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  console.error(`AuthEngine needs Node ${wanted} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * Installs the locked packages unless they are there. Progress goes to stderr, so that stdout holds only the command's
 * own output.
 */
export function ensureInstalled() {
  if (installed()) return;
  const done = progress('Installing packages (once per lock file)');
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error'];
  run('Installing packages', [...npm, ...args], { shell: npm.length === 1 && process.platform === 'win32' });
  done();
}

/** Builds when a source has changed since `dist` was built. */
export function ensureBuilt() {
  if (existsSync(cli) && existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === fingerprint()) return;
  build();
}

export function build() {
  const done = progress('Building');
  const before = fingerprint();
  run('The build', [process.execPath, join(modules, '@nestjs/cli/bin/nest.js'), 'build']);
  // The compiler leaves out what is no code.
  cpSync(join(root, TEMPLATES), join(root, 'dist', TEMPLATES), { recursive: true });
  // Recorded only after success, with the sources as read before the build: a failed build, or an edit during it, leads
  // to a new build.
  writeFileSync(buildStamp, before);
  done();
}

/** Runs `node …args` in the foreground: passes signals on, and ends with the child's exit code. */
export function replaceBy(args, env = process.env) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  const lastSent = new Map();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child too. A signal to the whole group comes twice, once through npm.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      if (Date.now() - (lastSent.get(signal) ?? 0) < 500) return;
      lastSent.set(signal, Date.now());
      child.kill(signal);
    });
  }
  // On SIGTERM npm stops only its shell, and the shell tells nobody: when that parent is gone, this process ends too.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM');
    }, 500).unref();
  }
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15)));
}

/**
 * npm writes its list of node_modules last, so an interrupted install has no list. A linked node_modules belongs to
 * another checkout.
 */
function installed() {
  if (!existsSync(modules)) return false;
  if (lstatSync(modules).isSymbolicLink()) return true;
  const list = join(modules, '.package-lock.json');
  if (!existsSync(list)) return false;
  const present = readJson(list).packages;
  return Object.entries(readJson(join(root, 'package-lock.json')).packages).every(([path, locked]) => {
    if (path === '') return true;
    const found = present[path];
    return found ? found.version === locked.version && found.integrity === locked.integrity : locked.optional || locked.devOptional;
  });
}

/** A digest of everything the build reads: switching to another branch and back changes nothing. */
function fingerprint() {
  const hash = createHash('sha256');
  const inputs = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'].map((name) => join(root, name));
  for (const group of ['apps', 'libs']) {
    // The SDK is a package of its own (npm run build:sdk).
    for (const name of list(join(root, group)).filter((lib) => lib !== 'sdk')) inputs.push(...filesUnder(join(root, group, name, 'src')));
  }
  // A listed extension can be one of the examples.
  for (const group of ['extensions', 'examples']) inputs.push(...filesUnder(join(root, group)));
  for (const file of inputs.filter((path) => !/spec\.ts$/.test(path)).sort()) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  return list(folder).flatMap((name) => {
    const path = join(folder, name);
    return lstatSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

function list(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function progress(what) {
  const start = Date.now();
  process.stderr.write(`${what} … `);
  return () => process.stderr.write(`done in ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Prints nothing on success. On failure it prints the command's whole output, then one line. */
function run(what, [command, ...args], options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20, ...options });
  if (result.status === 0) return;
  process.stderr.write(`failed\n${result.stdout ?? ''}${result.stderr ?? ''}`);
  console.error(`${what} failed${result.error ? `: ${result.error.message}` : ''}.`);
  process.exit(1);
}
