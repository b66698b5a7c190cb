import { cookieNames } from './cookie-names.js';

describe('the names of the cookies', () => {
  it('let no other host of the domain set them, where there is TLS', () => {
    expect(Object.values(cookieNames('https://auth.example.com', '/'))).toEqual(['__Host-ae_oidc_session', '__Host-ae_oidc_interaction', '__Secure-ae_oidc_resume']);
    expect(cookieNames('https://example.com/auth', '/auth').session).toBe('__Secure-ae_oidc_session');
    expect(cookieNames('http://localhost:3000', '/').session).toBe('ae_oidc_session');
  });
});
