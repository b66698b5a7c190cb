import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { RequestErrors } from '@authengine/contracts';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { requestIdOf } from '../http/request-context.middleware.js';
import { pathOf } from '../http/base-path.js';
import { PROBLEM_MEDIA_TYPE, problemDetails } from '../http/problem-details.js';

const PATHS = new Set(['/metrics', '/health/live', '/health/ready']);
const managed = new WeakSet<object>();

/** Whether the request came by the management port, which only operators reach. */
export function cameByManagementPort(request: object): boolean {
  return managed.has(request);
}

/** The application's own metrics and probes on another port, and nothing else of it. Not listening yet. */
export function managementServer(app: NestExpressApplication): Server {
  const express = app.getHttpAdapter().getInstance();
  return createServer((request, response) => {
    if (!PATHS.has(pathOf(request.url ?? ''))) {
      answerNotFound(request, response);
      return;
    }
    managed.add(request);
    express(request as Request, response as Response);
  });
}

function answerNotFound(request: IncomingMessage, response: ServerResponse): void {
  const requestId = requestIdOf(request);
  const body = JSON.stringify(problemDetails(RequestErrors.not_found(), requestId));
  response.writeHead(404, { 'Content-Type': PROBLEM_MEDIA_TYPE, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'X-Request-Id': requestId }).end(body);
}
