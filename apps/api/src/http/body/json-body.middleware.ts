import { JSON_TYPE, mediaType, parseStrictJson, RequestErrors } from '@authengine/contracts';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { readBody } from './read-body.js';

const LIMIT_BYTES = 100 * 1024;

/**
 * Reads the JSON body of every request that has one, but for routes that bring a reader of their own.
 * Another media type, charset or content coding is refused: a page of another site can send forms
 * and text without asking, and a compressed body can be larger than it says.
 */
export function jsonBody(readsOwnBody: (request: Request) => boolean): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    if (!hasBody(request) || readsOwnBody(request)) {
      next();
      return;
    }
    readJson(request).then(() => {
      next();
    }, next);
  };
}

async function readJson(request: Request): Promise<void> {
  if (mediaType(request.headers['content-type']) !== JSON_TYPE) throw RequestErrors.unsupported_media_type();
  const coding = request.headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity') throw RequestErrors.unsupported_media_type({ detail: 'Send the body without a content coding.' });
  const bytes = await readBody(request, LIMIT_BYTES);
  if (bytes.length > 0) request.body = parseStrictJson(decode(bytes));
}

/** RFC 9112 section 6.3: a request has a body when it says how long it is, or that it comes in chunks. */
function hasBody({ method, headers }: Request): boolean {
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
