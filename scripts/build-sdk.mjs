// npm run build:sdk [-- <folder>]: builds libs/sdk as a package, as ES modules and as CommonJS, by default to its dist.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureInstalled, root } from './prepare.mjs';

const sdk = join(root, 'libs/sdk');
const dist = resolve(process.argv[2] ?? join(sdk, 'dist'));

ensureInstalled();
rmSync(dist, { recursive: true, force: true });
for (const [project, format] of [['tsconfig.build.json', 'esm'], ['tsconfig.build-cjs.json', 'cjs']]) {
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(sdk, project), '--outDir', join(dist, format)], { encoding: 'utf8' });
  if (status === 0) continue;
  console.error(stdout);
  process.exit(1);
}
mkdirSync(join(dist, 'cjs'), { recursive: true });
writeFileSync(join(dist, 'cjs/package.json'), '{ "type": "commonjs" }\n');
