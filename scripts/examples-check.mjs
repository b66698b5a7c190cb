// npm run examples:check: takes the examples, and a new extension from the template, into a copy of this repository, as
// a team would. There it runs CI's checks of the product: types, lint, the dependency rule, drift, pages, OpenAPI, a
// server.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureInstalled, root } from './prepare.mjs';

checkNode();
ensureInstalled();
const copy = mkdtempSync(join(tmpdir(), 'authengine-examples-'));
try {
  const files = run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], root).split('\n').filter(Boolean);
  for (const file of files) cpSync(join(root, file), join(copy, file), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // A database of the product's migrations is the same in both.
  const migrated = '.cache/postgres';
  if (existsSync(join(root, migrated))) cpSync(join(root, migrated), join(copy, migrated), { recursive: true });
  // docs/extending.md shows two ways: copy an example, or use the template.
  for (const name of ['gitlab', 'projects']) {
    cpSync(join(root, 'examples', name), join(copy, 'extensions', name), { recursive: true });
    rmSync(join(copy, 'examples', name), { recursive: true });
    appendFileSync(join(copy, 'extensions/index.ts'), `export { ${name} } from './${name}/index.js';\n`);
  }
  step('a new extension', 'new:extension', 'parcel_labels');
  // The files of the product are those that `npm run lint` has read.
  step('lint', 'lint', '--', '--ignore-pattern', '{apps,libs,bench,torture,examples,scripts,bin}/**');
  for (const name of ['typecheck', 'deps', 'unused', 'build', 'migration:check', 'docs', 'docs:check', 'openapi:check', 'smoke']) step(name, name);
  step('the tests of the extensions, and of the pages', 'test', '--', 'extensions', 'apps/cli/src/docs');
  const page = run('node', ['-e', "process.stdout.write(require('fs').readFileSync('docs/extensions/projects.md', 'utf8'))"], copy);
  for (const word of ['projects.manage', 'TENANT_OWNER', 'POST /api/v1/tenants/:tenant_id/projects', 'projects.created', 'projects.name_taken', 'PROJECTS_MAX_PER_TENANT']) {
    if (!page.includes(word)) throw new Error(`docs/extensions/projects.md does not name ${word}`);
  }
  const changed = run('git', ['-C', root, 'ls-files', 'docs', '.env.example'], root).split('\n').filter(Boolean).filter((file) => run('cmp', [join(root, file), join(copy, file)], copy, true) !== '');
  if (changed.length > 0) throw new Error(`the pages of the product differ with extensions: ${changed.join(', ')}`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function step(what, script, ...args) {
  const began = Date.now();
  run('npm', ['run', '--silent', script, ...args], copy);
  console.log(`ok      ${what} (${Date.now() - began} ms)`);
}

/** Returns the output. When the command fails and must not, prints the output and ends. */
function run(command, args, cwd, mayFail = false) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20, env: { ...process.env, npm_lifecycle_event: '' } });
  if (status === 0) return stdout;
  if (mayFail) return stdout + stderr;
  console.error(`not ok  ${command} ${args.join(' ')}\n${stdout}${stderr}`);
  rmSync(copy, { recursive: true, force: true });
  process.exit(1);
}
