// A small OpenID provider of the torture's own, where nobody is asked for a password: whoever is named there is who signs in.
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

export const PROVIDER = 'torture';
const CLIENT = 'authengine';
/** The clock of a node may be wrong by a minute. */
const AGO_SECONDS = 120;
const LIFETIME_SECONDS = 3_600;
/** Codes that nobody redeems are forgotten. */
const KEPT = 1_000;

export async function openProvider() {
  const codes = new Map();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = createServer((request, response) => {
    answer(request).then((body) => response.writeHead(body ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? { error: 'invalid_grant' })), () => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const prefix = `OIDC_${PROVIDER.toUpperCase()}`;
  return {
    env: { OIDC_PROVIDERS: PROVIDER, [`${prefix}_ISSUER`]: issuer, [`${prefix}_CLIENT_ID`]: CLIENT, [`${prefix}_CLIENT_SECRET`]: randomUUID() },
    /** Where the provider sends the browser back to, with this person signed in there. */
    approve(authorizationUrl, subject) {
      const asked = authorizationUrl.searchParams;
      const code = randomUUID();
      codes.set(code, { subject, nonce: asked.get('nonce') });
      if (codes.size > KEPT) codes.delete(codes.keys().next().value);
      const back = new URL(asked.get('redirect_uri'));
      back.search = new URLSearchParams({ code, state: asked.get('state') });
      return back;
    },
    kill: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };

  async function answer(request) {
    if (request.url === '/jwks') return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }] };
    if (request.url === '/token') return token(await textOf(request));
    return {
      issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'],
      subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'],
    };
  }

  function token(form) {
    const code = new URLSearchParams(form).get('code');
    const granted = codes.get(code);
    codes.delete(code);
    return granted && { access_token: randomUUID(), token_type: 'bearer', expires_in: LIFETIME_SECONDS, id_token: idToken(granted) };
  }

  function idToken({ subject, nonce }) {
    const iat = Math.floor(Date.now() / 1_000) - AGO_SECONDS;
    const text = [{ alg: 'RS256', kid: '1', typ: 'JWT' }, { iss: issuer, aud: CLIENT, sub: subject, nonce, iat, exp: iat + LIFETIME_SECONDS }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  }
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
