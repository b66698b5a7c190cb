#!/usr/bin/env node
// `npx authengine …` in a clone, `authengine …` in an image. Only a clone has sources to build.
import { existsSync } from 'node:fs';

if (existsSync(new URL('../nest-cli.json', import.meta.url))) {
  const { checkNode, ensureBuilt, ensureInstalled } = await import('../scripts/prepare.mjs');
  checkNode();
  ensureInstalled();
  ensureBuilt();
}
await import('../dist/apps/cli/src/main.js');
