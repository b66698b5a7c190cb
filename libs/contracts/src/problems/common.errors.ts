import { defineErrors } from '@authengine/kernel';

/** The errors that any route can answer. */
export const RequestErrors = defineErrors('request', {
  invalid: { status: 400, title: 'Invalid request', detail: 'The request is not valid; see errors for the fields.' },
  malformed: { status: 400, title: 'Malformed request', detail: 'The request could not be read.' },
  not_found: { status: 404, title: 'Not found', detail: 'There is nothing here.' },
  method_not_allowed: { status: 405, title: 'Method not allowed', detail: 'This resource does not take that method.' },
  too_large: { status: 413, title: 'Too large', detail: 'The request is larger than is accepted here.' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type', detail: 'Send application/json.' },
  rate_limited: { status: 429, title: 'Too many requests', detail: 'Too many requests; try again later.', retryAfterSeconds: 60 },
});

export const ServerErrors = defineErrors('server', {
  internal: { status: 500, title: 'Internal error', detail: 'Something went wrong on our side; the request id helps us find it.' },
  unavailable: { status: 503, title: 'Temporarily unavailable', detail: 'A dependency of this answer is not available; try again shortly.', retryAfterSeconds: 2 },
  busy: { status: 503, title: 'Busy', detail: 'The service has more work than it takes on at once; try again shortly.', retryAfterSeconds: 1 },
});

export const AccessErrors = defineErrors('auth', {
  unauthenticated: { status: 401, title: 'Not authenticated', detail: 'A valid credential is needed.' },
  forbidden: { status: 403, title: 'Not allowed', detail: 'You are not allowed to do this.' },
});
