// node examples/native/sign-in.mjs [URL of AuthEngine] [provider]: signs in through the system's browser (RFC 8252), says
// who that is, and signs out. No packages.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline/promises';

const [authengine = 'http://localhost:8000', provider = 'github'] = process.argv.slice(2);
const api = `${authengine}/api/v1`;
const WAIT_MS = 5 * 60_000;

async function main() {
  // Whoever else sees the code in the redirect cannot use it: only this process knows the verifier (RFC 7636).
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  // What comes back with another state answers no question of ours.
  const state = randomBytes(16).toString('base64url');

  const { redirectTo, code } = await listen(state);
  const login = new URL(`${api}/auth/oauth/${provider}/login`);
  login.search = new URLSearchParams({ redirect_to: redirectTo, state, code_challenge: challenge, code_challenge_method: 'S256' }).toString();
  console.log(`Open this in your browser:\n${login.href}`);

  // A native application has no cookie jar to protect: it asks for the refresh token in the body, and keeps it where the
  // system keeps secrets (Keychain, Keystore, Credential Manager). This example forgets it.
  let tokens = await post('/auth/oauth/exchange', { code: await code, code_verifier: verifier });
  if (tokens.mfa_pending_token) tokens = await post('/auth/mfa/complete', { mfa_pending_token: tokens.mfa_pending_token, code: await ask('Code of your second factor: ') });

  const bearer = { Authorization: `Bearer ${tokens.access_token}` };
  const me = await answerOf(await fetch(`${api}/me`, { headers: bearer }));
  console.log(`Signed in as ${me.email ?? me.id}.`);
  await post('/auth/logout', { refresh_token: tokens.refresh_token });
  console.log('Signed out.');
}

/** Waits on a free port of this machine for the browser to come back (RFC 8252 section 7.3). */
async function listen(state) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const code = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('nobody came back from the browser')), WAIT_MS);
    server.on('request', (request, response) => {
      const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
      // Any page can send a browser here, so a stranger's request is not the end of the sign-in.
      if (request.method !== 'GET' || pathname !== '/callback' || searchParams.get('state') !== state) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }).end('You can close this window.');
      clearTimeout(late);
      server.close();
      if (searchParams.has('code')) resolve(searchParams.get('code'));
      else reject(new Error(`the sign-in was refused: ${searchParams.get('error')}`));
    });
  });
  return { redirectTo: `http://127.0.0.1:${server.address().port}/callback`, code };
}

async function post(path, body) {
  return answerOf(await fetch(api + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }));
}

async function answerOf(response) {
  const text = await response.text();
  const body = text === '' ? {} : JSON.parse(text);
  if (!response.ok) throw new Error(body.detail ?? `AuthEngine answered ${response.status}`);
  return body;
}

async function ask(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
