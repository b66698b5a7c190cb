/** How long browsers may cache the pages' assets. */
export const ASSET_CACHE = 'public, max-age=3600';

export const PAGE_STYLE = `:root { color-scheme: light dark; --page: #ffffff; --ink: #1b1b1f; --faint: #54545e; --line: #767680; --wrong: #b3261e; --brand: #1f4fd8; --on-brand: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --page: #16161a; --ink: #ececf1; --faint: #b4b4be; --line: #8c8c96; --wrong: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif; background: var(--page); color: var(--ink); }
main { width: 100%; max-width: 28rem; padding: 1.5rem; overflow-wrap: anywhere; }
.product { font-weight: 600; color: var(--faint); }
.product img { display: block; max-width: 100%; max-height: 3rem; }
h1 { font-size: 1.5rem; line-height: 1.2; }
a { color: inherit; }
small, footer { color: var(--faint); }
footer { display: flex; flex-wrap: wrap; gap: 0 1rem; margin-top: 2rem; font-size: 0.875rem; }
.field label, .field input, .field small { display: block; }
.field[hidden] { display: none; }
.field input { font: inherit; width: 100%; padding: 0.6rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--page); color: inherit; }
.field input[readonly] { color: var(--faint); }
.field input[aria-invalid] { border-color: var(--wrong); }
.buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; }
button, a.button { display: inline-block; font: inherit; padding: 0.75rem 1.5rem; border: 1px solid transparent; border-radius: 0.5rem; background: var(--brand); color: var(--on-brand); cursor: pointer; text-align: center; text-decoration: none; }
button.quiet, a.button.quiet { background: transparent; border-color: var(--line); color: inherit; }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid currentcolor; outline-offset: 3px; }
button[disabled] { opacity: 0.5; cursor: default; }
.providers { list-style: none; margin: 1.5rem 0; padding: 0; }
.providers li { margin: 0.75rem 0; }
.providers a.button, #passkey button { display: block; width: 100%; }
#outcome[data-failed] { color: var(--wrong); }
`;

/**
 * Takes the token from the fragment, removes it from the address bar, and sends it with the page's fields when the
 * person clicks. After a fault that the person can correct, the click may be repeated.
 */
export const PAGE_SCRIPT = `const main = document.querySelector('main');
const form = document.getElementById('action');
const outcome = document.getElementById('outcome');
const button = form.querySelector('button');
const inputs = [...form.querySelectorAll('input[name]')];
const preview = main.dataset.preview;
const words = JSON.parse(main.dataset.words ?? '{"words":{},"answers":{},"refusals":{},"fields":{}}');
let endpoint = main.dataset.endpoint;
const token = new URLSearchParams(location.hash.slice(1)).get('token');
history.replaceState(null, '', location.pathname);

function say(text, failed) {
  outcome.textContent = text;
  outcome.toggleAttribute('data-failed', failed);
}

function told({ code, detail }) {
  return words.refusals[code] ?? { 'auth.invalid_one_time_token': main.dataset.saysVoid, 'request.rate_limited': main.dataset.saysTooMany }[code] ?? detail;
}

function point(errors) {
  const wrong = inputs.filter((input) => errors.some((error) => error.field === input.name));
  inputs.forEach((input) => input.removeAttribute('aria-invalid'));
  wrong.forEach((input) => input.setAttribute('aria-invalid', 'true'));
  wrong[0]?.focus();
  return wrong.flatMap((input) => {
    if (words.fields[input.name]) return [words.fields[input.name]];
    const label = form.querySelector('label[for="' + input.id + '"]').textContent;
    return errors.filter((error) => error.field === input.name).map((error) => label + ' ' + error.message.replace(input.name, '').trim() + '.');
  });
}

function post(to, body) {
  return fetch(to, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    referrerPolicy: 'no-referrer',
  });
}

async function look() {
  button.disabled = true;
  try {
    const response = await post(preview, { token });
    const answer = await response.json();
    if (!response.ok) return say(told(answer), true);
    document.getElementById('text').textContent = asked(answer);
    if (answer.redirect_to) endpoint = main.dataset.handOver ?? endpoint;
    button.disabled = false;
  } catch {
    say(main.dataset.saysUnreachable, true);
  }
}

/** The question of the preview: in English as the API asks it. */
function asked({ message, email, address, device, requested_at }) {
  const { ask } = words.words;
  if (!ask || document.documentElement.lang === 'en') return message;
  return ask.replace('{email}', () => email).replace('{address}', () => address).replace('{device}', () => device).replace('{when}', () => new Date(requested_at).toLocaleString(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' }));
}

async function nameAccount(at) {
  try {
    const response = await post(at, { token });
    if (!response.ok) return;
    // The attribute, so that it is still there when the form has been reset.
    document.getElementById('username').setAttribute('value', (await response.json()).email);
    document.getElementById('account').hidden = false;
  } catch {}
}

if (token && main.dataset.account) void nameAccount(main.dataset.account);
if (!token) {
  button.disabled = true;
  say(main.dataset.saysIncomplete, true);
} else if (preview) void look();

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  try {
    const response = await post(endpoint, { token, ...Object.fromEntries(inputs.map((input) => [input.name, input.value])) });
    const answer = await response.json();
    const mistakes = response.ok ? [] : point(answer.errors ?? []);
    say(response.ok ? (words.answers[answer.message] ?? answer.message ?? main.dataset.done) : mistakes.join(' ') || told(answer), !response.ok);
    // A 403 says what is missing, and leaves the link good: somebody who signs in meanwhile clicks again.
    button.disabled = mistakes.length === 0 && response.status < 500 && ![403, 429].includes(response.status);
    if (response.ok) {
      form.reset();
      form.hidden = true;
      document.getElementById('next').hidden = false;
      if (answer.redirect_to) location.assign(answer.redirect_to);
    }
  } catch {
    say(main.dataset.saysUnreachable, true);
    button.disabled = false;
  }
});
`;
