import type { ActionPage } from './page.js';

export const ACCEPT_INVITATION_PAGE: ActionPage = {
  title: 'Accept your invitation',
  text: 'Click the button to join.',
  button: 'Accept the invitation',
  endpoint: 'auth/invitations/accept',
  script: '/pages/accept-invitation.js',
};

/**
 * One click first; then, as the API says, either what a new account needs, or a sign-in to the account that there is.
 * The session that this takes is in this page's memory alone, and ends with it.
 */
export const ACCEPT_INVITATION_SCRIPT = `const main = document.querySelector('main');
const form = document.getElementById('action');
const text = document.getElementById('text');
const outcome = document.getElementById('outcome');
const button = form.querySelector('button');
const base = main.dataset.endpoint.replace('auth/invitations/accept', '');
const token = new URLSearchParams(location.hash.slice(1)).get('token');
history.replaceState(null, '', location.pathname);

const STEPS = {
  account: { text: 'Choose a password for your new account.', fields: [
    ['first_name', 'First name (optional)', 'text', 'given-name', false],
    ['last_name', 'Last name (optional)', 'text', 'family-name', false],
    ['password', 'Password', 'password', 'new-password', true]] },
  signIn: { text: 'Your address has an account already. Sign in to accept.', fields: [
    ['email', 'E-mail address', 'email', 'username', true],
    ['password', 'Password', 'password', 'current-password', true]] },
  code: { text: 'Enter the code of your authenticator app, or a recovery code.', fields: [['code', 'Code', 'text', 'one-time-code', true]] },
};
let step = 'click';
let pending;
let access;

function say(words, failed) {
  outcome.textContent = words;
  outcome.toggleAttribute('data-failed', failed);
}

function field([name, label, type, autocomplete, required]) {
  const part = Object.assign(document.createElement('p'), { className: 'field' });
  const words = Object.assign(document.createElement('label'), { htmlFor: name, textContent: label });
  const input = Object.assign(document.createElement('input'), { id: name, name, type, autocomplete, required });
  input.setAttribute('aria-describedby', 'outcome');
  part.append(words, input);
  return part;
}

function turnTo(next) {
  step = next;
  text.textContent = STEPS[next].text;
  form.replaceChildren(...STEPS[next].fields.map(field), button);
  form.querySelector('input').focus();
  say('', false);
  button.disabled = false;
}

async function send(path, body) {
  const headers = { 'Content-Type': 'application/json', ...(access ? { Authorization: 'Bearer ' + access } : {}) };
  const response = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit', referrerPolicy: 'no-referrer' });
  return { status: response.status, ok: response.ok, body: response.status === 204 ? {} : await response.json() };
}

async function signOut() {
  if (access) await send('auth/logout', {}).catch(() => undefined);
  access = undefined;
}

async function accept(values) {
  const { ok, status, body } = await send('auth/invitations/accept', { token, ...values });
  await signOut();
  if (ok) {
    form.hidden = true;
    return say(body.message, false);
  }
  if (body.code === 'invitation.sign_in_required') return turnTo('signIn');
  const mistakes = (body.errors ?? []).filter((error) => error.field === 'password');
  if (mistakes.length > 0 && step === 'click') return turnTo('account');
  say(mistakes.map((error) => error.message).join(' ') || body.detail, true);
  button.disabled = mistakes.length === 0 && status < 500 && status !== 429;
}

async function signedIn({ ok, status, body }) {
  if (status === 202) {
    pending = body.mfa_pending_token;
    return turnTo('code');
  }
  if (!ok) {
    button.disabled = false;
    return say(body.detail, true);
  }
  access = body.access_token;
  return accept({});
}

if (!token) {
  button.disabled = true;
  say('This link is not complete. Open it from the mail again.', true);
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
  try {
    if (step === 'signIn') await signedIn(await send('auth/login', values));
    else if (step === 'code') await signedIn(await send('auth/mfa/complete', { mfa_pending_token: pending, ...values }));
    else await accept(values);
  } catch {
    say('The service could not be reached. Try again.', true);
    button.disabled = false;
  }
});
`;
