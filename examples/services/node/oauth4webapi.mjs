import * as oauth from 'oauth4webapi';

const { AUTHENGINE_URL = 'https://auth.example.com', AUTHENGINE_KEY = '' } = process.env;

const issuer = new URL(AUTHENGINE_URL);
const client = { client_id: 'orders' };
const authentication = oauth.ClientSecretPost(AUTHENGINE_KEY);
/** It has no time limit of its own. */
const inTime = () => ({ signal: AbortSignal.timeout(5000) });
const engine = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...inTime() }));

export async function introspect(token) {
  return oauth.processIntrospectionResponse(engine, client, await oauth.introspectionRequest(engine, client, authentication, token, inTime()));
}

export async function revoke(token) {
  return oauth.processRevocationResponse(await oauth.revocationRequest(engine, client, authentication, token, inTime()));
}
