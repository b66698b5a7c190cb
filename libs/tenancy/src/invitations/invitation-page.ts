import { type ActionPage, NEW_PASSWORD_ATTRIBUTES, say } from '@authengine/identity';

export const ACCEPT_INVITATION_PAGE: ActionPage = {
  title: say('invitation.title'),
  text: say('invitation.text'),
  button: say('invitation.submit'),
  endpoint: 'auth/invitations/accept',
  words: {
    email: say('email'),
    password: say('password.password'),
    code: say('second_factor.code'),
    first_name: say('invitation.first_name'),
    last_name: say('invitation.last_name'),
    account: say('invitation.account'),
    sign_in: say('invitation.sign_in'),
    factor: say('second_factor.text'),
    done: say('invitation.done'),
  },
  refusals: { 'invitation.invalid': 'invitation.void', 'invitation.other_address': 'invitation.other_address', 'invitation.no_longer_allowed': 'invitation.not_allowed' },
  script: '/pages/accept-invitation.js',
};

/**
 * Asks for one click first. Then, as the API answers, it shows the fields for a new account, or a sign-in to the
 * existing account. Only this page's memory holds the session of that sign-in, and the session ends with the page.
 */
export const ACCEPT_INVITATION_SCRIPT = `const main = document.querySelector('main');
const form = document.getElementById('action');
const text = document.getElementById('text');
const outcome = document.getElementById('outcome');
const button = form.querySelector('button');
const { words, refusals, fields } = JSON.parse(main.dataset.words);
const base = main.dataset.endpoint.replace('auth/invitations/accept', '');
const token = new URLSearchParams(location.hash.slice(1)).get('token');
// In the look of the organization: whoever sends the page knows its id by then, and lets the logo in.
const looked = new URLSearchParams(location.search).has('organization');
history.replaceState(null, '', location.pathname);

// The account's address for password managers: without a name, so that it is not sent. A field of type=email would refuse
// letters that are not ASCII before the @.
const ADDRESS = { type: 'text', autocomplete: 'username', inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' };
const STEPS = {
  account: { text: words.account, fields: [
    [words.email, { id: 'username', ...ADDRESS, readonly: '' }],
    [words.first_name, { name: 'first_name', type: 'text', autocomplete: 'given-name' }],
    [words.last_name, { name: 'last_name', type: 'text', autocomplete: 'family-name' }],
    [words.password, { name: 'password', type: 'password', autocomplete: 'new-password', ...${JSON.stringify(NEW_PASSWORD_ATTRIBUTES)}, required: '' }]] },
  signIn: { text: words.sign_in, fields: [
    [words.email, { name: 'email', ...ADDRESS, required: '' }],
    [words.password, { name: 'password', type: 'password', autocomplete: 'current-password', required: '' }]] },
  code: { text: words.factor, fields: [[words.code, { name: 'code', type: 'text', autocomplete: 'one-time-code', required: '' }]] },
};
let step = 'click';
let pending;
let access;
let invited = '';

function say(words, failed) {
  outcome.textContent = words;
  outcome.toggleAttribute('data-failed', failed);
}

function field([label, attributes]) {
  const id = attributes.id ?? attributes.name;
  const part = Object.assign(document.createElement('p'), { className: 'field' });
  const words = Object.assign(document.createElement('label'), { htmlFor: id, textContent: label });
  const input = Object.assign(document.createElement('input'), { id });
  for (const [name, value] of Object.entries({ ...attributes, 'aria-describedby': 'outcome' })) input.setAttribute(name, value);
  if (attributes.autocomplete === 'username') input.value = invited;
  part.append(words, input);
  return part;
}

async function turnTo(next) {
  step = next;
  invited ||= await addressInvited();
  text.textContent = STEPS[next].text;
  form.replaceChildren(...STEPS[next].fields.map(field), button);
  [...form.querySelectorAll('input:not([readonly])')].find((input) => input.value === '')?.focus();
  say('', false);
  button.disabled = false;
}

async function send(path, body) {
  const headers = { 'Content-Type': 'application/json', ...(access ? { Authorization: 'Bearer ' + access } : {}) };
  const response = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit', referrerPolicy: 'no-referrer' });
  return { status: response.status, ok: response.ok, body: response.status === 204 ? {} : await response.json() };
}

/** Whom the invitation is for; empty where that cannot be told, and then it is typed. */
async function addressInvited() {
  return (await preview())?.email ?? '';
}

async function preview() {
  const { ok, body } = await send('auth/invitations/preview', { token }).catch(() => ({ ok: false }));
  return ok ? body : undefined;
}

async function look() {
  button.disabled = true;
  const about = await preview();
  invited = about?.email ?? '';
  if (about?.branding) return location.replace(location.pathname + '?organization=' + about.tenant_id + '#token=' + token);
  button.disabled = false;
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
    return say(words.done.replace('{organization}', () => body.tenant_name), false);
  }
  if (body.code === 'invitation.sign_in_required') return turnTo('signIn');
  const mistakes = (body.errors ?? []).filter((error) => error.field === 'password');
  if (mistakes.length > 0 && step === 'click') return turnTo('account');
  say(mistakes.map((error) => fields.password ?? error.message).join(' ') || (refusals[body.code] ?? body.detail), true);
  button.disabled = mistakes.length === 0 && status < 500 && status !== 429;
}

async function signedIn({ ok, status, body }) {
  if (status === 202) {
    pending = body.mfa_pending_token;
    return turnTo('code');
  }
  if (!ok) {
    button.disabled = false;
    return say(refusals[body.code] ?? body.detail, true);
  }
  access = body.access_token;
  return accept({});
}

if (!token) {
  button.disabled = true;
  say(main.dataset.saysIncomplete, true);
} else if (!looked) void look();

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
  try {
    if (step === 'signIn') await signedIn(await send('auth/login', values));
    else if (step === 'code') await signedIn(await send('auth/mfa/complete', { mfa_pending_token: pending, ...values }));
    else await accept(values);
  } catch {
    say(main.dataset.saysUnreachable, true);
    button.disabled = false;
  }
});
`;
