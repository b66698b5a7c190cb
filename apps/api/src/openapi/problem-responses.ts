import { AccessErrors, RequestErrors, ServerErrors } from '@authengine/contracts';
import { IntrospectionErrors } from '@authengine/introspection';
import type { ErrorFactory } from '@authengine/kernel';
import { TenantMfaErrors } from '@authengine/rbac';
import { AuthenticationErrors } from '@authengine/sessions';
import { PROBLEM_MEDIA_TYPE, problemType } from '../http/problem-details.js';
import type { RouteHandler } from '../http/routes/route-handlers.js';
import type { Operation } from './operations.js';

type Responses = Operation['responses'];

const EXAMPLE_REQUEST_ID = '5f0c6f9e-3a4b-4f0e-9d3c-2b1a0e9f8d7c';

export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri', example: problemType('request.invalid') },
    title: { type: 'string', example: 'Invalid request' },
    status: { type: 'integer', example: 400 },
    detail: { type: 'string', description: 'Safe to show to a person', example: 'The request is not valid; see errors for the fields.' },
    code: { type: 'string', description: 'Stable; see docs/errors.md. More can come', example: 'request.invalid' },
    request_id: { type: 'string', example: EXAMPLE_REQUEST_ID },
    errors: {
      type: 'array',
      description: 'The invalid fields, with request.invalid',
      items: { type: 'object', properties: { field: { type: 'string', example: 'email' }, message: { type: 'string', example: 'email must be an email' } } },
    },
  },
};

/** Adds to an operation the refusals that follow from its access, body and limits, and those it names itself. */
export function addProblemResponses(operation: Operation, handler: RouteHandler, inApi: boolean): void {
  const problems = problemsOf(operation, handler, inApi);
  for (const status of new Set(problems.map(({ definition }) => definition.status))) {
    const errors = problems.filter(({ definition }) => definition.status === status);
    operation.responses[String(status)] = problemResponse(errors, operation.responses[String(status)]);
  }
}

function problemsOf(operation: Operation, handler: RouteHandler, inApi: boolean): ErrorFactory[] {
  const access = handler.access[0];
  const inPath = (operation.parameters ?? []).some((parameter) => 'in' in parameter && parameter.in === 'path');
  const found: (ErrorFactory | false)[] = [
    RequestErrors.invalid,
    operation.requestBody !== undefined && RequestErrors.malformed,
    (access?.kind === 'authenticated' || access?.kind === 'permissions') && AccessErrors.unauthenticated,
    access?.kind === 'service' && IntrospectionErrors.invalid_api_key,
    access?.kind === 'permissions' && AccessErrors.forbidden,
    access?.kind === 'permissions' && TenantMfaErrors.mfa_required,
    handler.recentLogin && AuthenticationErrors.recent_login_required,
    inPath && RequestErrors.not_found,
    operation.requestBody !== undefined && RequestErrors.too_large,
    operation.requestBody !== undefined && RequestErrors.unsupported_media_type,
    (handler.limited || inApi) && RequestErrors.rate_limited,
    ServerErrors.unavailable,
    ...handler.problems,
  ];
  const unique = new Map(found.filter((error) => error !== false).map((error) => [error.code, error]));
  return [...unique.values()].sort((a, b) => a.definition.status - b.definition.status || a.code.localeCompare(b.code));
}

function problemResponse(errors: readonly ErrorFactory[], existing: Responses[string] | undefined): Responses[string] {
  const own = existing !== undefined && 'description' in existing ? existing : undefined;
  const codes = errors.map(({ code, definition }) => `\`${code}\`: ${definition.title}`).join('  \n');
  return {
    ...own,
    description: [own?.description, codes].filter(Boolean).join('\n\n'),
    headers: { ...own?.headers, ...headersOf(errors) },
    content: {
      ...own?.content,
      [PROBLEM_MEDIA_TYPE]: {
        // The codes stand in the description and the examples. An enum of them would make a client fail on a new one.
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(errors.map((error) => [error.code, { value: example(error) }])),
      },
    },
  };
}

function headersOf(errors: readonly ErrorFactory[]): NonNullable<Extract<Responses[string], { description: string }>['headers']> {
  const status = errors[0]?.definition.status;
  if (status === 429 || status === 503) return { 'Retry-After': { description: 'Seconds after which to try again', schema: { type: 'integer', example: 2 } } };
  if (status === 401) return { 'WWW-Authenticate': { description: 'RFC 6750 section 3', schema: { type: 'string', example: 'Bearer realm="authengine"' } } };
  return {};
}

function example({ code, definition }: ErrorFactory): Record<string, unknown> {
  return {
    type: problemType(code),
    title: definition.title,
    status: definition.status,
    detail: definition.detail,
    code,
    request_id: EXAMPLE_REQUEST_ID,
    ...(code === RequestErrors.invalid.code ? { errors: [{ field: 'email', message: 'email must be an email' }] } : {}),
  };
}
