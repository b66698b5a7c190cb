import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Form } from '@authengine/contracts';
import { credentialInForm, credentialInHeaders, isNamedTwice, type PresentedCredential } from './presented-credential.js';

interface Last {
  readonly apiKey: string | string[] | undefined;
  readonly authorization: string | undefined;
  readonly credential: PresentedCredential;
}

const lastOn = new WeakMap<Socket, Last>();

/**
 * As `credentialInHeaders`. A service says the same in each request, so what it said is taken apart once for a connection, and
 * forgotten with it: the same headers give the same object. It decides nothing: whether the key is valid is asked each time.
 * @throws RequestErrors.invalid for two that differ
 */
export function credentialOnConnection(request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'socket'>): PresentedCredential {
  const { headers, socket } = request;
  const { authorization } = headers;
  const apiKey = headers['x-api-key'];
  // Of two headers Node shows only the first, so they look like the one before.
  const lone = authorization === undefined || !isNamedTwice('authorization', request.rawHeaders);
  const last = lone ? lastOn.get(socket) : undefined;
  if (last !== undefined && last.apiKey === apiKey && last.authorization === authorization) return last.credential;
  const credential = credentialInHeaders(request);
  if (lone) lastOn.set(socket, { apiKey, authorization, credential });
  return credential;
}

const lastFormOn = new WeakMap<Socket, PresentedCredential>();

/** As `credentialInForm`, and in the same way once for a connection. @throws RequestErrors.invalid */
export function formOnConnection({ socket }: Pick<IncomingMessage, 'socket'>, form: Form): PresentedCredential {
  const credential = credentialInForm(form);
  const last = lastFormOn.get(socket);
  if (last !== undefined && last.secret === credential.secret && last.name === credential.name) return last;
  lastFormOn.set(socket, credential);
  return credential;
}
