// A clock of a node's own that can be stepped, by libfaketime where this machine has it. Time that is measured, and not
// told, goes on as it does.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const library = existsSync('/usr/lib')
  ? readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime/libfaketimeMT.so.1`).find((path) => existsSync(path))
  : undefined;

/** Whether clocks can be stepped here (Debian: libfaketime). */
export const canStep = library !== undefined;

export function openClock(folder) {
  const file = join(folder, 'clock');
  const clock = {
    env: canStep ? { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_DISABLE_SHM: '1' } : {},
    /** By how much it is ahead; it goes wrong, and right, within a second. */
    aheadSeconds: 0,
    step(seconds) {
      clock.aheadSeconds = seconds;
      if (canStep) writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    },
  };
  clock.step(0);
  return clock;
}
