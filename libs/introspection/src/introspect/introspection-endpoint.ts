import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
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
    const answer = await this.introspection.answer(request.headers['x-api-key'], () => questionOf(request));
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(answer), 'Cache-Control': 'no-store' });
    response.end(answer);
  }
}

async function questionOf(request: IncomingMessage): Promise<Question> {
  return toQuestion(parseBody(request.headers['content-type'], await readBody(request)));
}
