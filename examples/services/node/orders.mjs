// A service that asks AuthEngine on every request. Here on node:http; in a framework, what is in `answer` is a middleware.
import { createServer } from 'node:http';
import { introspect, revoke } from './openid-client.mjs';

/** What each path requires; null is open to everybody, and what is not here is nothing. */
const ROUTES = new Map([
  ['GET /orders', 'orders.view'],
  ['GET /manage', 'orders.manage'],
  ['GET /manage/A-1', 'orders.manage'],
  ['GET /opening-hours', null],
]);

createServer(async (request, response) => {
  const [status, body] = await answer(request).catch((error) => {
    // No answer, whatever the reason, is a no.
    console.error(error.code ?? error.name, error.cause?.message ?? error.message);
    return [503, { code: 'unavailable' }];
  });
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(body));
}).listen(Number(process.env.PORT ?? 3000), '127.0.0.1');

async function answer({ method, url, headers }) {
  const route = `${method} ${url.split('?')[0]}`;
  const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '') ?? [];
  if (route === 'POST /logout' && token) {
    await revoke(token);
    return [200, {}];
  }
  const permission = ROUTES.get(route);
  if (permission === undefined) return [404, { code: 'not_found' }];
  if (permission === null) return [200, { orders: [] }];
  if (!token) return [401, { code: 'sign_in' }];
  const user = await introspect(token);
  if (user.active !== true) return [401, { code: 'sign_in' }];
  if (!user.permissions.includes(permission)) return [403, { code: 'forbidden' }];
  return [200, { orders: [], user: user.sub }];
}
