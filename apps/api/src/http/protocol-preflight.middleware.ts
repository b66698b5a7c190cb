import type { RequestHandler } from 'express';

/** What pages of applications ask for themselves; who may read the answer is decided with the application, by its redirect URIs. */
const ASKED_BY_PAGES = new Map([
  ['/.well-known/openid-configuration', 'GET'],
  ['/.well-known/oauth-authorization-server', 'GET'],
  ['/.well-known/jwks.json', 'GET'],
  ['/oauth2/token', 'POST'],
  ['/oauth2/par', 'POST'],
  ['/oauth2/revoke', 'POST'],
  ['/oauth2/device_authorization', 'POST'],
  ['/oauth2/userinfo', 'GET, POST'],
]);
const ASKED_HEADERS = 'Authorization, Content-Type, DPoP';
const SECONDS = '3600';

/** Answers a browser that asks whether it may ask (Fetch standard, CORS preflight). No credentials go with such a request. */
export function protocolPreflight(): RequestHandler {
  return (request, response, next) => {
    const methods = request.method === 'OPTIONS' ? ASKED_BY_PAGES.get(request.path) : undefined;
    const { origin } = request.headers;
    if (methods === undefined || origin === undefined || request.headers['access-control-request-method'] === undefined) {
      next();
      return;
    }
    response.vary('Origin');
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Methods', methods);
    response.setHeader('Access-Control-Allow-Headers', ASKED_HEADERS);
    response.setHeader('Access-Control-Max-Age', SECONDS);
    response.status(204).end();
  };
}
