import { slowness } from './patience.mjs';

/** What was checked, and what was wrong, each with its short history. */
export function printSummary({ counts, violations, longestRecovery }, { seed, seconds, acts }) {
  const total = (of) => Object.values(of).reduce((sum, count) => sum + count, 0);
  const listed = (of) => `${total(of)}: ${Object.entries(of).map(([kind, count]) => `${count} × ${kind}`).join(', ')}`;
  for (const { at, what, trail } of violations) {
    console.log(`\nviolation at ${at.toFixed(0)} ms: ${what}`);
    for (const event of trail) console.log(`  ${event.at.toFixed(0).padStart(8)} ms  ${event.text}`);
  }
  console.log(`\nchecked answers   ${counts.answers}, of which ${counts.afterAnEnd} began after an acknowledged end; ${Math.round(counts.answers / seconds)} a second`);
  console.log(`asked             ${counts.inBatches} in ${counts.batches} batches, the others one by one`);
  console.log(`revocations       ${counts.revocations} of ${Object.keys(counts.acts).length} of ${acts.length} acts`);
  console.log(`histories         ${listed(counts.histories)}`);
  console.log(`faults            ${listed(counts.faults)}`);
  console.log(`503 answers       ${counts.busy}; no answer ${counts.unreached}; ends asked for again ${counts.repeated}`);
  if (slowness() > 1) console.log(`this machine      is ${slowness().toFixed(1)} times slower than the usual one, and got as much more time`);
  console.log(`longest recovery  ${(longestRecovery.ms / 1000).toFixed(1)} s (${longestRecovery.of})`);
  console.log(`violations        ${violations.length} in ${seconds.toFixed(0)} s; this run again: npm run torture -- --seed ${seed}`);
}
