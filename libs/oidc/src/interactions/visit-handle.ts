import { createHash } from 'node:crypto';
import { constantTimeEqual } from '@authengine/crypto';

/** Where a handle is: in a form, in a mailed link, at a provider that is given its digest, in the address it comes back to. */
export type HandlePurpose = 'form' | 'link' | 'provider' | 'state';

/** A visit by name: the question of an application that it answers, or `null` at the page's own address. */
export interface NamedVisit {
  readonly uid: string | null;
}

const WITH_QUESTION = /^([A-Za-z0-9_-]{43})\.[A-Za-z0-9_-]{43}$/;

/**
 * Names a visit, so that each of a browser's tabs goes on with its own: the browser's cookie knows the newest one alone. Only the
 * browser whose `secret` is in it can use it, and only for its purpose: nobody answers the question of another browser.
 */
export function visitHandle(purpose: HandlePurpose, secret: string, uid: string | null): string {
  return uid === null ? derived(purpose, secret) : `${uid}.${derived(purpose, `${secret}/${uid}`)}`;
}

/** The visit that a handle names; undefined where it is none of this browser's. */
export function visitNamed(purpose: HandlePurpose, secret: string, handle: unknown): NamedVisit | undefined {
  if (typeof handle !== 'string') return undefined;
  const uid = WITH_QUESTION.exec(handle)?.[1] ?? null;
  return constantTimeEqual(handle, visitHandle(purpose, secret, uid)) ? { uid } : undefined;
}

function derived(purpose: HandlePurpose, secret: string): string {
  return createHash('sha256').update(`authengine/v1/oidc-${purpose}/${secret}`).digest('base64url');
}
