import { faultyEndpoint } from './discovery-document.js';

const DOCUMENT = { issuer: 'https://id.test', authorization_endpoint: 'https://id.test/authorize', token_endpoint: 'https://id.test/token', jwks_uri: 'https://id.test/jwks' };

describe('a discovery document', () => {
  it('names what a sign-in needs', () => {
    expect(faultyEndpoint(DOCUMENT, false)).toBeNull();
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) expect(faultyEndpoint({ ...DOCUMENT, [name]: undefined }, false)).toBe(name);
  });

  it('leads to no script, and to nothing without TLS where its issuer has it', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '/authorize', '', 7, null]) expect(faultyEndpoint({ ...DOCUMENT, authorization_endpoint: url } as never, true)).toBe('authorization_endpoint');
    for (const name of ['token_endpoint', 'userinfo_endpoint']) {
      expect(faultyEndpoint({ ...DOCUMENT, [name]: 'http://id.test/x' }, false)).toBe(name);
      expect(faultyEndpoint({ ...DOCUMENT, [name]: 'http://id.test/x' }, true)).toBeNull();
    }
  });
});
