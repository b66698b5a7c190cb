import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentRequest, FORM_TYPE, mediaType, readBody, RequestErrors } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { challengeOf } from '../client/challenge.js';
import { agreeing, credentialInForm, credentialInHeaders, type PresentedCredential } from '../client/presented-credential.js';
import { Introspection } from './introspection.js';
import { parseBody, type Body } from './parse-body.js';
import { questionInForm, toQuestion, type Question } from './question.js';

/** A request with its service, and what is left to be read of it once the service's key stands. */
interface Call {
  readonly credential: PresentedCredential;
  readonly body: () => Promise<Body>;
}

/**
 * `POST /auth/introspect` on Node's own request and response. It reads the body itself, so that the
 * key comes before it.
 */
@Injectable()
export class IntrospectionEndpoint {
  constructor(private readonly introspection: Introspection) {}

  /** Answers, or throws what the problem filter is to answer. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.answer(request, response);
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(answer), 'Cache-Control': 'no-store' });
    response.end(answer);
  }

  /** The JSON to answer with 200; rejects with what the problem filter is to answer, its challenge set. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<string> {
    const context = currentRequest();
    if (context) context.reservedConnections = true;
    const { credential, body } = await callOf(request);
    try {
      return await this.introspection.answer(credential, async () => questionOf(request, await body()));
    } catch (error) {
      if (error instanceof DomainError && error.status === 401) response.setHeader('WWW-Authenticate', challengeOf(credential.scheme));
      throw error;
    }
  }
}

/** The service of a request; of the body only as much as it may say who that is. @throws RequestErrors.invalid for two that differ */
async function callOf(request: IncomingMessage): Promise<Call> {
  const credential = credentialInHeaders(request);
  if (credential.secret !== undefined || mediaType(request.headers['content-type']) !== FORM_TYPE) {
    return { credential, body: async () => checked(credential, await bodyOf(request)) };
  }
  let body: Body;
  try {
    body = await bodyOf(request);
  } catch {
    // No key was seen in it: that comes first, whatever else is wrong.
    return { credential, body: () => Promise.reject(RequestErrors.malformed()) };
  }
  return { credential: 'form' in body ? credentialInForm(body.form) : credential, body: () => Promise.resolve(body) };
}

/** @throws RequestErrors.invalid where the form says that somebody else is calling */
function checked(credential: PresentedCredential, body: Body): Body {
  if ('form' in body) agreeing(credential, credentialInForm(body.form));
  return body;
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const { body } = request as { body?: unknown };
  // By a path spelled otherwise the application may have read the JSON already.
  if (typeof body === 'object' && body !== null) return { json: body as Record<string, unknown> };
  return parseBody(request.headers['content-type'], await readBody(request));
}

function questionOf(request: IncomingMessage, body: Body): Question {
  // A query would put what it carries into logs on the way; none is taken (RFC 6750 section 2.3 on tokens there).
  if (request.url?.includes('?')) throw RequestErrors.invalid({ detail: 'This request takes no query parameters.' });
  return 'form' in body ? questionInForm(body.form) : toQuestion(body.json);
}
