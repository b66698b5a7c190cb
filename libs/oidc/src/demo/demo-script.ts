/**
 * The demo application, in the browser: code and PKCE (RFC 7636), the checks of a public client, refresh, userinfo and
 * logout. It reads everything else from the discovery document. A library does this for a real application; see
 * docs/integrate/openid.md.
 */
export const DEMO_SCRIPT = `'use strict';
const { issuer, clientId } = document.body.dataset;
const redirectUri = issuer + '/demo';
const element = (id) => document.getElementById(id);
const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=/g, '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const read = (name) => JSON.parse(sessionStorage.getItem('demo.' + name));
const write = (name, value) => sessionStorage.setItem('demo.' + name, JSON.stringify(value));
const forget = () => ['flow', 'tokens'].forEach((name) => sessionStorage.removeItem('demo.' + name));

async function json(answered) {
  const response = await answered;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error_description || body.detail || body.error || 'the answer was ' + response.status);
  return body;
}

const discovery = () => json(fetch(issuer + '/.well-known/openid-configuration'));
const claimsOf = (token) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))));

async function askForTokens(form) {
  const { token_endpoint } = await discovery();
  const tokens = await json(fetch(token_endpoint, { method: 'POST', body: new URLSearchParams({ client_id: clientId, ...form }) }));
  write('tokens', { ...read('tokens'), ...tokens });
}

async function signIn() {
  if (!crypto.subtle) throw new Error('open the page at ' + redirectUri + ': browsers have what PKCE needs on https and localhost alone');
  const { authorization_endpoint } = await discovery();
  const flow = { state: random(), nonce: random(), verifier: random() };
  write('flow', flow);
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(flow.verifier)));
  location.assign(authorization_endpoint + '?' + new URLSearchParams({ client_id: clientId, response_type: 'code', redirect_uri: redirectUri, scope: 'openid profile email', state: flow.state, nonce: flow.nonce, code_challenge: challenge, code_challenge_method: 'S256' }));
}

/** The answer of a sign-in is in the address of this page. It counts once, and only for the flow that this tab began. */
async function goOn() {
  const answer = new URLSearchParams(location.search);
  history.replaceState(null, '', location.pathname);
  const flow = read('flow');
  sessionStorage.removeItem('demo.flow');
  if (!answer.has('code') && !answer.has('error')) return;
  if (!flow || answer.get('state') !== flow.state || answer.get('iss') !== issuer) throw new Error('this sign-in was not begun here');
  if (answer.has('error')) throw new Error(answer.get('error_description') || answer.get('error'));
  await askForTokens({ grant_type: 'authorization_code', code: answer.get('code'), redirect_uri: redirectUri, code_verifier: flow.verifier });
  if (claimsOf(read('tokens').id_token).nonce !== flow.nonce) {
    forget();
    throw new Error('the ID token is of another sign-in');
  }
}

function show(title, value) {
  element('answer-title').textContent = title;
  element('answer').textContent = JSON.stringify(value, null, 2);
  element('answer-title').hidden = element('answer').hidden = false;
}

async function userinfo() {
  const { userinfo_endpoint } = await discovery();
  show('What userinfo says', await json(fetch(userinfo_endpoint, { headers: { authorization: 'Bearer ' + read('tokens').access_token } })));
}

async function refresh() {
  const before = read('tokens');
  await askForTokens({ grant_type: 'refresh_token', refresh_token: before.refresh_token });
  const now = read('tokens');
  show('Refreshed', { new_access_token: now.access_token !== before.access_token, new_refresh_token: now.refresh_token !== before.refresh_token, expires_in: now.expires_in });
}

async function signOut() {
  const { end_session_endpoint } = await discovery();
  const { id_token } = read('tokens');
  forget();
  location.assign(end_session_endpoint + '?' + new URLSearchParams({ client_id: clientId, id_token_hint: id_token, post_logout_redirect_uri: redirectUri }));
}

function render(fault) {
  const tokens = read('tokens');
  element('state').textContent = fault || (tokens ? 'You are signed in.' : 'You are signed out.');
  element('signed-out').hidden = Boolean(tokens);
  element('signed-in').hidden = !tokens;
  element('claims').textContent = tokens ? JSON.stringify(claimsOf(tokens.id_token), null, 2) : '';
}

/** Afterwards the page says what is, and what went wrong. */
const after = (act) => act().then(() => render(), (error) => render('That did not work: ' + error.message));
for (const [id, act] of Object.entries({ 'sign-in': signIn, userinfo, refresh, 'sign-out': signOut })) element(id).addEventListener('click', () => after(act));
after(goOn);
`;
