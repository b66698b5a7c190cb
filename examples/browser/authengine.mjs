/* global document */
// What a page needs of AuthEngine. The access token is in memory alone, and gone with the page. The refresh token is in a
// cookie that no script can read; the browser sends it to refresh and logout, and to nothing else.

const api = `${document.querySelector('meta[name="authengine"]').content}/api/v1`;
let accessToken = null;
let refreshing = null;

/** Returns `{ user }`, or `{ mfa_pending_token, methods }` when a second factor is asked for. */
export async function signIn(email, password) {
  return keep(await send('POST', '/auth/login', { email, password, refresh_transport: 'cookie' }));
}

/** The second factor keeps the wish for a cookie. */
export async function giveSecondFactor(mfa_pending_token, code) {
  return keep(await send('POST', '/auth/mfa/complete', { mfa_pending_token, code }));
}

/** Whether somebody is signed in. A page that has just been opened asks this; later calls refresh by themselves. */
export function resume() {
  // Calls that find the access token expired at the same time wait for one refresh. Another tab may refresh meanwhile:
  // both get the same next cookie.
  refreshing ??= refresh().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** A call to the API by the signed-in user. It refreshes an access token that has expired, once. */
export async function call(method, path, body) {
  const used = accessToken;
  const answer = await send(method, path, body, used);
  if (answer.status !== 401) return bodyOf(answer);
  // Another call may have refreshed it in the meantime.
  if (used === accessToken && !(await resume())) return bodyOf(answer);
  return bodyOf(await send(method, path, body, accessToken));
}

/** The cookie is enough, also when the access token has expired. */
export async function signOut() {
  await bodyOf(await send('POST', '/auth/logout', undefined, accessToken));
  accessToken = null;
}

async function refresh() {
  const answer = await send('POST', '/auth/refresh');
  if (answer.status === 401) {
    accessToken = null;
    return false;
  }
  await keep(answer);
  return true;
}

async function keep(answer) {
  const body = await bodyOf(answer);
  if (body.access_token) accessToken = body.access_token;
  return body;
}

function send(method, path, body, token) {
  return fetch(api + path, {
    method,
    // AuthEngine has another origin than this page: without this the browser neither sends nor keeps its cookie.
    credentials: 'include',
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(body ? { 'Content-Type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

async function bodyOf(answer) {
  const text = await answer.text();
  const body = text === '' ? {} : JSON.parse(text);
  // RFC 9457: `detail` is safe to show.
  if (!answer.ok) throw new Error(body.detail ?? `AuthEngine answered ${answer.status}`);
  return body;
}
