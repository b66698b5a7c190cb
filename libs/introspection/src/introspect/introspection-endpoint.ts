import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentRequest, RequestErrors } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { API_KEY_CHALLENGE } from './api-key-refusals.js';
import { Introspection } from './introspection.js';
import { parseBody } from './parse-body.js';
import { toQuestion, type Question } from './question.js';
import { readBody } from './read-body.js';

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
    try {
      return await this.introspection.answer(request.headers['x-api-key'], () => questionOf(request));
    } catch (error) {
      if (error instanceof DomainError && error.status === 401) response.setHeader('WWW-Authenticate', API_KEY_CHALLENGE);
      throw error;
    }
  }
}

async function questionOf(request: IncomingMessage): Promise<Question> {
  // A query would put what it carries into logs on the way; none is taken (RFC 6750 section 2.3 on tokens there).
  if (request.url?.includes('?')) throw RequestErrors.invalid({ detail: 'This request takes no query parameters.' });
  const { body } = request as { body?: unknown };
  // By a path spelled otherwise the application may have read the JSON already.
  if (typeof body === 'object' && body !== null) return toQuestion(body as Record<string, unknown>);
  return toQuestion(parseBody(request.headers['content-type'], await readBody(request)));
}
