import { currentRequest, RequestErrors } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AnsweredBefore } from './kept-answers/answered-before.js';
import { pathOf } from './base-path.js';
import { breakOff } from './break-off.js';
import { ErrorPages } from './error-pages.js';
import { RepeatedRequests } from './kept-answers/repeated-requests.js';
import { AnsweredWithoutHandler } from './head.interceptor.js';
import { RequestLoad } from './limits/request-load.js';
import { isOAuthError, oauthError, showToPages } from './oauth-error.js';
import { PROBLEM_MEDIA_TYPE, problemDetails, toDomainError } from './problem-details.js';
import { RouteTable } from './routes/route-table.js';

/** What is set for one problem, and would be wrong for another. */
const OF_A_PROBLEM = ['Allow', 'Content-Length', 'Content-Type', 'Retry-After'];

/** The one place where what was thrown becomes an answer, and where what is nobody's refusal is logged, once. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  constructor(
    private readonly routes: RouteTable,
    private readonly load: RequestLoad,
    private readonly repeated: RepeatedRequests,
    private readonly pages: ErrorPages,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    if (thrown instanceof DomainError && this.repeated.mayBeOne(thrown, request)) void this.answerRepeated(thrown, request, response);
    else this.answer(thrown, request, response);
  }

  /** Never rejects. */
  private async answerRepeated(refusal: DomainError, request: Request, response: Response): Promise<void> {
    let outcome: unknown = refusal;
    try {
      outcome = (await this.repeated.find(request)) ?? refusal;
    } catch (error) {
      // PostgreSQL is away: then the refusal stands.
      if (error instanceof DomainError) outcome = error;
    }
    this.answer(outcome, request, response);
  }

  /** Throws nothing: what answers without a router has nobody above that would catch it. */
  answer(thrown: unknown, request: Request, response: Response): void {
    try {
      this.send(thrown, request, response);
    } catch (defect) {
      this.answerDefect(defect, request, response);
    }
  }

  /** Of what was thrown while another problem was put into words. */
  private answerDefect(defect: unknown, request: Request, response: Response): void {
    try {
      if (!response.headersSent) for (const name of OF_A_PROBLEM) response.removeHeader(name);
      this.send(defect, request, response);
    } catch (again) {
      this.log.error({ request_id: currentRequest()?.requestId, err: again }, 'A problem could not be answered');
      if (!response.headersSent) response.statusCode = 500;
      breakOff(response);
    }
  }

  private send(thrown: unknown, request: Request, response: Response): void {
    this.load.leave(request);
    if (thrown instanceof AnsweredWithoutHandler) {
      response.status(200).end();
      return;
    }
    if (thrown instanceof AnsweredBefore) {
      thrown.send(response);
      return;
    }
    const error = this.refine(toDomainError(thrown), request, response);
    const requestId = currentRequest()?.requestId ?? String(response.getHeader('X-Request-Id') ?? '');
    this.record(error, requestId);
    if (response.headersSent) {
      // Too late for another answer: the client must not take half of one for a whole.
      breakOff(response);
      return;
    }
    response.statusCode = error.status;
    const body = this.body(error, requestId, request, response);
    response.setHeader('Content-Length', Buffer.byteLength(body));
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
    if (error.status === 401) response.setHeader('WWW-Authenticate', challenge(request, response));
    // As text it goes to the socket with the head, and not as a piece of its own.
    response.end(body);
  }

  private body(error: DomainError, requestId: string, request: Request, response: Response): string {
    if (!this.pages.isFor(request, error)) {
      if (isOAuthError(pathOf(request.baseUrl + request.url), error)) {
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.setHeader('Cache-Control', 'no-store');
        showToPages(response);
        return JSON.stringify(oauthError(error, requestId));
      }
      response.setHeader('Content-Type', PROBLEM_MEDIA_TYPE);
      return JSON.stringify(problemDetails(error, requestId));
    }
    const { html, policy } = this.pages.of(error, requestId);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', 'no-store');
    return html;
  }

  /** A path that exists for other methods is a 405 that names them (RFC 9110 section 15.5.6). */
  private refine(error: DomainError, request: Request, response: Response): DomainError {
    if (error.code !== RequestErrors.not_found.code && error.code !== RequestErrors.method_not_allowed.code) return error;
    const allowed = this.routes.allowedMethods(pathOf(request.baseUrl + request.url));
    if (allowed.length === 0 || allowed.includes(request.method)) return error;
    response.setHeader('Allow', allowed.join(', '));
    return RequestErrors.method_not_allowed();
  }

  private record(error: DomainError, requestId: string): void {
    const entry = { request_id: requestId, code: error.code, ...error.log, ...(error.cause === undefined ? {} : { err: error.cause }) };
    if (error.status >= 500 && error.status !== 503) this.log.error(entry, error.title);
    else if (error.status === 503) this.log.warn(entry, error.title);
    else if (error.cause !== undefined || Object.keys(error.log).length > 0) this.log.log(entry, error.title);
  }
}

/** RFC 6750 section 3: without a reason where no token was sent. A handler's own challenge stands. */
function challenge(request: Request, response: Response): string {
  const own = response.getHeader('WWW-Authenticate');
  if (typeof own === 'string') return own;
  return /^bearer /i.test(request.headers.authorization ?? '') ? 'Bearer realm="authengine", error="invalid_token"' : 'Bearer realm="authengine"';
}
