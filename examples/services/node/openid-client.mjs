import * as client from 'openid-client';

const { AUTHENGINE_URL = 'https://auth.example.com', AUTHENGINE_KEY = '' } = process.env;

// client_id is the name that the key was made for.
const engine = await client.discovery(new URL(AUTHENGINE_URL), 'orders', undefined, client.ClientSecretBasic(AUTHENGINE_KEY), { algorithm: 'oauth2' });
// Seconds; 30 without it.
engine.timeout = 5;

export const introspect = (token) => client.tokenIntrospection(engine, token);
export const revoke = (token) => client.tokenRevocation(engine, token);
