// What a run is judged by: ratios of one run, each with its limit. A slow machine slows both sides of a ratio.

/** A ratio that must not be smaller; with `why`, it is shown and not judged. */
export function atLeast(what, value, limit, why) {
  return { what, value, limit, bound: '≥', why };
}

/** A ratio that must not be larger. */
export function atMost(what, value, limit, why) {
  return { what, value, limit, bound: '≤', why };
}

/** What is told and has no limit. */
export function told(what, value) {
  return { what, value };
}

export function isMissed({ value, limit, bound, why }) {
  if (bound === undefined || why !== undefined || value === undefined) return false;
  return bound === '≥' ? rounded(value) < limit : rounded(value) > limit;
}

/** One row for a person: with the verdict in words. */
export function inWords(row) {
  const verdict = row.bound === undefined ? '' : row.why !== undefined ? `not judged: ${row.why}` : row.value === undefined ? 'not judged: it cannot be seen here' : isMissed(row) ? 'MISSED' : 'holds';
  return { what: row.what, measured: shown(row.value), limit: row.bound === undefined ? '' : `${row.bound} ${row.limit}`, verdict };
}

export function printVerdicts(rows) {
  console.table(rows.map(inWords));
}

function shown(value) {
  if (value === undefined) return 'n/a';
  if (typeof value === 'string') return value;
  return String(rounded(value));
}

/** To three digits: what is beyond them is noise. */
function rounded(value) {
  return Number(value.toPrecision(3));
}
