import type { Copy, CopyRead } from '@authengine/persistence';

const LIVE = 0;
const ENDED = 1;
/** The tombstone of an application's own token. */
const OWN_TOKEN = 'o';

/** The copy `g:<id>` of what a token hangs on: a grant's id, or the digest of an application's own token. `l`, or the tombstone `x`, which wins. */
export function grantCopyKey(id: string): string {
  return `g:${id}`;
}

export function liveGrantCopy(id: string, subject: string): Copy {
  return { key: grantCopyKey(id), version: LIVE, value: 'l', subject };
}

export function endedGrantCopy(id: string, subject: string): Copy {
  return { key: grantCopyKey(id), version: ENDED, value: 'x', subject };
}

/** For a token that hangs on no grant. Nobody can tell which kept answers rest on it. */
export function endedTokenCopy(tokenId: string, applicationId: string): Copy {
  return { key: grantCopyKey(tokenId), version: ENDED, value: OWN_TOKEN, subject: applicationId };
}

export function isLiveGrant(copy: CopyRead): boolean {
  return copy.version === LIVE;
}
