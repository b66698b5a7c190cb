import { AccessErrors, RequestErrors } from '@authengine/contracts';
import { refusalOf, statusOfFailure, statusOfRefusal } from './refusal.js';

describe('what an error is on record', () => {
  it('has the code of the catalogue, or says that it has none', () => {
    expect(refusalOf(AccessErrors.forbidden())).toEqual({ code: 'auth.forbidden', httpStatus: 403 });
    expect(refusalOf({ getStatus: () => 400 })).toEqual({ code: 'http.400', httpStatus: 400 });
    expect(refusalOf(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toEqual({ code: 'server.unavailable', httpStatus: 503 });
    expect(refusalOf(new Error('SELECT secret'))).toEqual({ code: 'server.internal', httpStatus: 500 });
    expect(refusalOf(undefined)).toEqual({ code: 'server.internal', httpStatus: 500 });
  });

  it('is denied where somebody may not, and failed where something did not hold', () => {
    expect([401, 403, 404, 409, 429, 500, 503].map(statusOfFailure)).toEqual(['failure', 'denied', 'failure', 'failure', 'denied', 'failure', 'failure']);
    expect([401, 403, 404, 429, 503].map(statusOfRefusal)).toEqual(['failure', 'denied', 'denied', 'denied', 'failure']);
    expect(statusOfRefusal(RequestErrors.rate_limited().status)).toBe('denied');
  });
});
