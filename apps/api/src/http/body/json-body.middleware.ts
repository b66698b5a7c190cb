import { JSON_TYPE, mediaType, parseStrictJson, RequestErrors } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { readBody } from './read-body.js';

const LIMIT_BYTES = 100 * 1024;

/**
 * Reads the JSON body of every request that has one, but for routes that bring a reader of their own. No
 * bytes are no body, however they are framed and whatever they are called.
 * Another media type, charset or content coding is refused: a page of another site can send forms
 * and text without asking, and a compressed body can be larger than it says.
 */
export function jsonBody(readsOwnBody: (request: Request) => boolean): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    if (!mayHaveBody(request) || readsOwnBody(request)) {
      next();
      return;
    }
    readJson(request).then(() => {
      next();
    }, next);
  };
}

async function readJson(request: Request): Promise<void> {
  const bytes = await readBody(request, LIMIT_BYTES, wrongKind(request));
  if (bytes.length > 0) request.body = parseStrictJson(decode(bytes));
}

/** Why bytes would not be read. */
function wrongKind({ headers }: Request): DomainError | undefined {
  if (mediaType(headers['content-type']) !== JSON_TYPE) return RequestErrors.unsupported_media_type();
  const coding = headers['content-encoding'];
  return coding === undefined || coding === 'identity' ? undefined : RequestErrors.unsupported_media_type({ detail: 'Send the body without a content coding.' });
}

/**
 * RFC 9112 section 6.3: a request may have a body when it says how long it is, or that it comes in
 * chunks. Whether it has one only its bytes tell: proxies frame requests of their own accord.
 */
function mayHaveBody({ method, headers }: Request): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw RequestErrors.malformed({ detail: 'The body is not valid UTF-8.' });
  }
}
