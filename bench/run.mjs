// npm run bench: what the product costs beside the least that it could cost, and beside others. Only ratios within a run
// are judged; it ends with 1 when one of them misses its limit.
import { checkNode, ensureBuilt, ensureInstalled } from '../scripts/prepare.mjs';
import { readFlags } from './flags.mjs';

const PARTS = ['start', 'memory', 'introspection', 'questions', 'sdk', 'workers', 'logins', 'audit'];

const flags = readFlags(PARTS);
checkNode();
ensureInstalled();
ensureBuilt();
const { openBench } = await import('./bench.mjs');
const { inWords, isMissed, printVerdicts } = await import('./verdicts.mjs');
const { pinned } = await import('./servers.mjs');

const bench = await openBench();
// Whoever breaks a run off has no use for its servers.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void bench.close().finally(() => process.exit(130)));
const rows = [];
const began = performance.now();
try {
  console.log(`stores: ${bench.stores.about}`);
  console.log(pinned ? 'the servers have core 0, the load and the stores core 1' : 'nothing is pinned to a core: the load and the servers disturb each other');
  for (const name of flags.only) {
    console.log(`\n${name} …`);
    const part = (await import(`./parts/${name}.mjs`))[name];
    rows.push(...(await part(bench, flags)));
  }
} finally {
  await bench.close();
}
console.log(`\n${Math.round((performance.now() - began) / 1000)} s`);
printVerdicts(rows);
if (flags.write) await (await import('./write.mjs')).writePage(flags.only, rows.map(inWords), bench.stores.about);
const missed = rows.filter(isMissed);
if (missed.length > 0) {
  console.error(`${missed.length} of ${rows.filter(({ bound }) => bound).length} ratios are missed: ${missed.map(({ what }) => what).join('; ')}`);
  process.exitCode = 1;
}
