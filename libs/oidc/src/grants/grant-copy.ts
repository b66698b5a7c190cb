import type { Copy } from '@authengine/persistence';

const ENDED = 1;

/** The copy `g:<id>` of what a token hangs on: a grant's id, or the digest of an application's own token. `l`, or the tombstone `x`, which wins. */
function grantCopyKey(id: string): string {
  return `g:${id}`;
}

export function endedGrantCopy(id: string, subject: string): Copy {
  return { key: grantCopyKey(id), version: ENDED, value: 'x', subject };
}
