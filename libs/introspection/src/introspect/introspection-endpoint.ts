import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentRequest, FORM_TYPE, mediaType, readBody, RequestErrors, takeBody } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { challengeOf } from '../client/challenge.js';
import { credentialOnConnection, formOnConnection } from '../client/credential-on-connection.js';
import { agreeing, credentialInForm, type PresentedCredential } from '../client/presented-credential.js';
import { toQuestions } from './batch.js';
import { INACTIVE } from './introspection-answers.js';
import { Introspection } from './introspection.js';
import { parseBody, questionInForm, toQuestion, type Body, type Question } from './question.js';
import { given, mapped, type Taking } from './taking.js';

/** A request with its service's credential, and its body, which is read after the key was found valid. */
interface Call {
  readonly credential: PresentedCredential;
  readonly take: Taking<Body>;
}

/**
 * `POST /auth/introspect` and its batch on Node's own request and response. It reads the body itself, so that the
 * key comes before it.
 */
@Injectable()
export class IntrospectionEndpoint {
  constructor(private readonly introspection: Introspection) {}

  /** Answers, or throws the error that the problem filter answers. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    send(response, await this.answer(request, response));
  }

  async handleAll(request: IncomingMessage, response: ServerResponse): Promise<void> {
    send(response, await this.answerAll(request, response));
  }

  /** The JSON of a 200; rejects with the error that the problem filter answers, after setting its challenge. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<string> {
    return withChallenge(request, response, QUESTION_BYTES, (call) => this.introspection.answerAll(call.credential, undefined, mapped(call.take, (body) => [questionOf(request, body)])), ([only = INACTIVE]) => only);
  }

  /** As `answer`, for a batch. */
  answerAll(request: IncomingMessage, response: ServerResponse): Promise<string> {
    return withChallenge(request, response, BATCH_BYTES, (call) => this.introspection.answerAll(call.credential, BATCH, mapped(call.take, (body) => toQuestions(jsonOf(request, body)))), (answers) => `{"results":[${answers.join(',')}]}`);
  }
}

const BATCH = { method: 'POST', route: '/api/v1/auth/introspect/batch' };
/** The same limit as everywhere in the API. */
const QUESTION_BYTES = 100 * 1024;
/** Enough for a hundred tokens. */
const BATCH_BYTES = 512 * 1024;

function send(response: ServerResponse, answer: string): void {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(answer), 'Cache-Control': 'no-store' });
  response.end(answer);
}

/** `pick` takes the answer out of what `work` resolves to. Rejects as `work` does, after setting the challenge of a 401. */
function withChallenge<R, T>(request: IncomingMessage, response: ServerResponse, maxBytes: number, work: (call: Call) => Promise<R>, pick: (result: R) => T): Promise<T> {
  const context = currentRequest();
  if (context) context.reservedConnections = true;
  const challenged = (call: Call): Promise<T> =>
    work(call).then(pick, (error: unknown) => {
      if (error instanceof DomainError && error.status === 401) response.setHeader('WWW-Authenticate', challengeOf(call.credential.scheme));
      throw error;
    });
  try {
    const found = callOf(request, maxBytes);
    return found instanceof Promise ? found.then(challenged) : challenged(found);
  } catch (error) {
    if (error instanceof Error) return Promise.reject(error);
    throw error;
  }
}

/** The credential of a request. A promise only where the body is read first, since the credential may be there. @throws RequestErrors.invalid for two that differ */
function callOf(request: IncomingMessage, maxBytes: number): Call | Promise<Call> {
  const credential = credentialOnConnection(request);
  if (credential.secret === undefined && mediaType(request.headers['content-type']) === FORM_TYPE) return callInForm(request, credential, maxBytes);
  return { credential, take: mapped(bodyOf(request, maxBytes), (body) => inAgreement(credential, body)) };
}

async function callInForm(request: IncomingMessage, credential: PresentedCredential, maxBytes: number): Promise<Call> {
  const read = await new Promise<() => Body>(bodyOf(request, maxBytes));
  let body: Body;
  try {
    body = read();
  } catch {
    // The missing key is the first fault to report, whatever else is wrong.
    return { credential, take: (done) => done(read) };
  }
  return { credential: 'form' in body ? formOnConnection(request, body.form) : credential, take: given(body) };
}

/** Bodies that were read to see who asks. */
const readAhead = new WeakMap<IncomingMessage, Buffer>();

/** A form, which may have the credential, read before anything else; it is there for `handle` again. Null for what is no form or cannot be read. */
export async function bodyAhead(request: IncomingMessage): Promise<Buffer | null> {
  const { authorization } = request.headers;
  if (mediaType(request.headers['content-type']) !== FORM_TYPE || 'x-api-key' in request.headers || (authorization !== undefined && !/^basic /i.test(authorization))) return null;
  try {
    const bytes = await readBody(request, QUESTION_BYTES);
    readAhead.set(request, bytes);
    return bytes;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return null;
  }
}

function bodyOf(request: IncomingMessage, maxBytes: number): Taking<Body> {
  const { body } = request as { body?: unknown };
  // The application has read the JSON already when the path was spelled differently.
  if (typeof body === 'object' && body !== null) return given({ json: body as Record<string, unknown> });
  const ahead = readAhead.get(request);
  const bytes: Taking<Buffer> = ahead
    ? given(ahead)
    : (done) => {
        takeBody(request, { maxBytes }, done);
      };
  return mapped(bytes, (read) => parseBody(request.headers['content-type'], read));
}

/** The body. @throws RequestErrors.invalid when a form names another caller than `credential` */
function inAgreement(credential: PresentedCredential, body: Body): Body {
  if ('form' in body) agreeing(credential, credentialInForm(body.form));
  return body;
}

function questionOf(request: IncomingMessage, body: Body): Question {
  refuseQuery(request);
  return 'form' in body ? questionInForm(body.form) : toQuestion(body.json);
}

function jsonOf(request: IncomingMessage, body: Body): Record<string, unknown> {
  refuseQuery(request);
  if ('form' in body) throw RequestErrors.unsupported_media_type();
  return body.json;
}

/** A query ends up in logs on the way, so no token may be there (RFC 6750 section 2.3). */
function refuseQuery({ url }: IncomingMessage): void {
  if (url?.includes('?')) throw RequestErrors.invalid({ detail: 'This request takes no query parameters.' });
}
