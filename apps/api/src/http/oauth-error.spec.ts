import { RequestErrors, ServerErrors } from '@authengine/contracts';
import { isOAuthError, oauthError } from './oauth-error.js';

describe('a refusal before the protocol has begun', () => {
  it.each([
    [RequestErrors.rate_limited(), 'temporarily_unavailable'],
    [ServerErrors.unavailable(), 'temporarily_unavailable'],
    [ServerErrors.internal(), 'server_error'],
    [RequestErrors.too_large(), 'invalid_request'],
  ])('%s is an error of OAuth', (refusal, error) => {
    expect(isOAuthError('/oauth2/token', refusal)).toBe(true);
    expect(oauthError(refusal, 'r-1')).toEqual({ error, error_description: refusal.detail, request_id: 'r-1' });
  });

  it.each(['/oauth2/introspect', '/api/v1/auth/login', '/oauth2/tokens', '/x/oauth2/token'])('is a problem at %s', (path) => {
    expect(isOAuthError(path, RequestErrors.rate_limited())).toBe(false);
  });

  it('is a problem where nothing is there', () => {
    expect(isOAuthError('/oauth2/token', RequestErrors.not_found())).toBe(false);
  });
});
