// How long this machine may take. The promises about time are made for a machine that starts a node in four seconds; one
// that needs longer gets as much more time for everything, and the summary says so. What must not happen has no such grace.
const USUAL_START_MS = 4_000;
const MOST = 8;
let factor = 1;

/** Takes the pace from the first start of a node. */
export function measuredStart(ms) {
  factor = Math.min(MOST, Math.max(1, ms / USUAL_START_MS));
}

/** A limit of time, for this machine. */
export const patience = (ms) => ms * factor;

export const slowness = () => factor;
