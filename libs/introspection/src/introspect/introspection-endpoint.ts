import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentRequest, FORM_TYPE, mediaType, readBody, RequestErrors, takeBody } from '@authengine/contracts';
import { DomainError, failed, followed, given, later, mapped, settled, type Taking } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { challengeOf } from '../client/challenge.js';
import { credentialOnConnection, formOnConnection } from '../client/credential-on-connection.js';
import { agreeing, credentialInForm, type PresentedCredential } from '../client/presented-credential.js';
import { toQuestions } from './batch.js';
import { Introspection } from './introspection.js';
import { parseBody, questionInForm, toQuestion, type Body, type Question } from './question.js';

/** What a body asks. @throws what is wrong with it */
type Reader<Q> = (request: IncomingMessage, body: Body) => Q;

/** Who asks, and what: the body is read after the key was found valid. */
interface Call<Q> {
  readonly credential: PresentedCredential;
  readonly ask: Taking<Q>;
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
    send(response, await settled(this.answer(request, response)));
  }

  async handleAll(request: IncomingMessage, response: ServerResponse): Promise<void> {
    send(response, await settled(this.answerAll(request, response)));
  }

  /** The JSON of a 200; fails with the error that the problem filter answers, after setting its challenge. */
  answer(request: IncomingMessage, response: ServerResponse): Taking<string> {
    return withChallenge(request, response, QUESTION_BYTES, questionOf, ({ credential, ask }) => this.introspection.answer(credential, ask));
  }

  /** As `answer`, for a batch. */
  answerAll(request: IncomingMessage, response: ServerResponse): Taking<string> {
    return withChallenge(request, response, BATCH_BYTES, questionsOf, ({ credential, ask }) => mapped(this.introspection.answerAll(credential, BATCH, ask), resultsOf));
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

function resultsOf(answers: readonly string[]): string {
  return `{"results":[${answers.join(',')}]}`;
}

/** As `work`, which sets the challenge of a 401 before it fails. */
function withChallenge<Q>(request: IncomingMessage, response: ServerResponse, maxBytes: number, reader: Reader<Q>, work: (call: Call<Q>) => Taking<string>): Taking<string> {
  const context = currentRequest();
  if (context) context.reservedConnections = true;
  const challenged = (call: Call<Q>): Taking<string> => {
    const answer = work(call);
    return (done) => {
      answer((read) => {
        done(() => {
          try {
            return read();
          } catch (error) {
            if (error instanceof DomainError && error.status === 401) response.setHeader('WWW-Authenticate', challengeOf(call.credential.scheme));
            throw error;
          }
        });
      });
    };
  };
  let credential: PresentedCredential;
  try {
    credential = credentialOnConnection(request);
  } catch (error) {
    return failed(error);
  }
  // The credential may be in a form, which is read first then.
  if (credential.secret === undefined && mediaType(request.headers['content-type']) === FORM_TYPE) return followed(later(() => callInForm(request, credential, maxBytes, reader)), challenged);
  return challenged({ credential, ask: bodyOf(request, maxBytes, (body) => reader(request, inAgreement(credential, body))) });
}

async function callInForm<Q>(request: IncomingMessage, credential: PresentedCredential, maxBytes: number, reader: Reader<Q>): Promise<Call<Q>> {
  let body: Body;
  try {
    body = await settled(bodyOf(request, maxBytes, itself));
  } catch (error) {
    // The missing key is the first fault to report, whatever else is wrong.
    return { credential, ask: failed(error) };
  }
  return { credential: 'form' in body ? formOnConnection(request, body.form) : credential, ask: mapped(given(body), (read) => reader(request, read)) };
}

function itself(body: Body): Body {
  return body;
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

/** What `make` makes of the body. */
function bodyOf<T>(request: IncomingMessage, maxBytes: number, make: (body: Body) => T): Taking<T> {
  const { body } = request as { body?: unknown };
  // The application has read the JSON already when the path was spelled differently.
  if (typeof body === 'object' && body !== null) return mapped(given({ json: body as Record<string, unknown> }), make);
  const made = (bytes: Buffer): T => make(parseBody(request.headers['content-type'], bytes));
  const ahead = readAhead.get(request);
  if (ahead) return mapped(given(ahead), made);
  return (done) => {
    takeBody(request, { maxBytes }, (read) => {
      done(() => made(read()));
    });
  };
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

function questionsOf(request: IncomingMessage, body: Body): readonly Question[] {
  refuseQuery(request);
  if ('form' in body) throw RequestErrors.unsupported_media_type();
  return toQuestions(body.json);
}

/** A query ends up in logs on the way, so no token may be there (RFC 6750 section 2.3). */
function refuseQuery({ url }: IncomingMessage): void {
  if (url?.includes('?')) throw RequestErrors.invalid({ detail: 'This request takes no query parameters.' });
}
