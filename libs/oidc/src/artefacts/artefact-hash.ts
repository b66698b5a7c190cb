import { createHash } from 'node:crypto';

/** The digest of an artefact's id, 256 random bits. The kind is part of it, so nothing is redeemed as another kind. */
export function artefactHash(kind: string, id: string): Buffer {
  return createHash('sha256').update(`authengine/v1/oidc/${kind}\0${id}`).digest();
}

/** The digest of the other name of an artefact: a device's user code, a browser session's stable id. */
export function lookupHash(kind: string, name: string): Buffer {
  return createHash('sha256').update(`authengine/v1/oidc-name/${kind}\0${name}`).digest();
}
