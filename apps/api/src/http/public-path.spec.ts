import { withoutPrefix } from './public-path.js';

describe('a path behind a prefix', () => {
  it.each([
    ['/auth', '/auth/api/v1/me', '/api/v1/me'],
    ['/auth', '/api/v1/me', '/api/v1/me'],
    ['/auth', '/auth', '/'],
    ['/auth', '/auth/', '/'],
    ['/auth', '/auth?a=1', '/?a=1'],
    ['/auth', '/auth/docs?a=/auth/docs', '/docs?a=/auth/docs'],
    ['/auth', '/authentic/api/v1/me', '/authentic/api/v1/me'],
    ['/auth', '/Auth/api/v1/me', '/Auth/api/v1/me'],
    ['/auth', '/auth/nothing', '/nothing'],
    ['/auth', '/api/v1/auth/login', '/api/v1/auth/login'],
    ['/auth', '/auth/api/v1/auth/login', '/api/v1/auth/login'],
    ['/a/b', '/a/b/health/live', '/health/live'],
    ['/a/b', '/a/health/live', '/a/health/live'],
    // What begins like a path of our own stays what it is.
    ['/api', '/api/v1/me', '/api/v1/me'],
    ['/api', '/api/api/v1/me', '/api/v1/me'],
    ['/api', '/api/docs', '/docs'],
    ['/api', '/api/API/v1/me', '/API/v1/me'],
    ['/docs', '/docs', '/docs'],
    ['/docs', '/docs/swagger-ui.css', '/docs/swagger-ui.css'],
    ['/docs', '/docs/docs/swagger-ui.css', '/docs/swagger-ui.css'],
  ])('%s: %s is %s', (prefix, url, path) => {
    expect(withoutPrefix(url, prefix)).toBe(path);
  });
});
