import { codingRefusal, JSON_TYPE, mediaType, parseStrictJson, readBody, RequestErrors } from '@authengine/contracts';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { announcesBody } from './announces-body.js';

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
  const ofAnotherType = mediaType(request.headers['content-type']) !== JSON_TYPE;
  const bytes = await readBody(request, undefined, ofAnotherType ? RequestErrors.unsupported_media_type() : codingRefusal(request));
  if (bytes.length > 0) request.body = parseStrictJson(decode(bytes));
}

/** Whether there is a body, only its bytes tell: proxies frame requests of their own accord. */
function mayHaveBody(request: Request): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method) && announcesBody(request);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw RequestErrors.malformed({ detail: 'The body is not valid UTF-8.' });
  }
}
