import type { KnipConfig } from 'knip';

/** What nothing uses is a fault: files, exports, packages. Each exception below says why it is one. */
const config: KnipConfig = {
  entry: [
    'apps/*/src/main.ts',
    // Started by its path, once for each worker.
    'apps/api/src/workers/worker.ts',
    'apps/**/*.{spec,int-spec,e2e-spec}.ts',
    'libs/**/*.{spec,int-spec}.ts',
    // Run by name, by npm and by one another.
    'scripts/*.mjs',
    'bench/**/*.mjs',
    'torture/*.mjs',
    'torture/**/*.spec.ts',
    // The words that extensions are written in: here the product is not their only reader.
    'libs/{contracts,kernel,config,crypto,persistence}/src/index.ts',
    'examples/*/index.ts',
    // A package of its own: other services import these.
    'libs/sdk/src/{index,*/index}.ts',
    '{extensions,examples}/**/*.{spec,int-spec,e2e-spec}.ts',
  ],
  project: ['{apps,libs,extensions,examples,torture}/**/*.ts', '{bench,scripts,bin,torture}/**/*.mjs'],
  // Written by a generator, which exports what it always exports.
  ignore: ['libs/sdk/src/api/generated/**'],
  ignoreDependencies: [
    // A test gives its file to the browser.
    'axe-core',
    // scripts/prepare.mjs starts it by its path, since `npx` would ask the network for what is missing.
    '@nestjs/cli',
    // A peer of `npm run bench`, which npm installs for one run.
    'better-auth',
    // The examples that sign people in are programs of their own, which tests start.
    'express-session',
    'oidc-client-ts',
    'passport-openidconnect',
  ],
  ignoreBinaries: [
    // Of the machine, not of npm: tests and measurements that need them are skipped where they are missing.
    'redis-cli',
    'wrk',
    'redis-server',
    'taskset',
  ],
};

export default config;
