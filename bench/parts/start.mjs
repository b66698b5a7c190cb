// A second start on the embedded stores, against PGlite alone on the same folder's database, in turns.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOnce, startedPglite } from '../start.mjs';
import { atMost, told } from '../verdicts.mjs';

const ROUNDS = 3;

export async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'authengine-bench-start-'));
  try {
    await startOnce(folder);
    const [ours, bare] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await startedPglite(folder));
      ours.push(await startOnce(folder));
    }
    const [best, floor] = [Math.min(...ours), Math.min(...bare)];
    return [atMost('second npm start ÷ bare PGlite start', best / floor, 5), told('s of a second npm start', best), told('s of a bare PGlite start', floor)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
