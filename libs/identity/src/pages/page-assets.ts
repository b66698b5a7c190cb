export const PAGE_STYLE = `:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 28rem; padding: 2rem; }
.product { font-weight: 600; opacity: 0.7; }
h1 { font-size: 1.5rem; line-height: 1.2; }
button { font: inherit; padding: 0.75rem 1.5rem; border: 0; border-radius: 0.5rem; background: #1f4fd8; color: #fff; cursor: pointer; }
button:focus-visible { outline: 3px solid currentcolor; outline-offset: 3px; }
button[disabled] { opacity: 0.5; cursor: default; }
#outcome[data-failed] { color: #c62828; }
`;

/** Takes the token from the fragment, clears it from the address bar, and sends it when the person clicks. */
export const PAGE_SCRIPT = `const main = document.querySelector('main');
const form = document.getElementById('action');
const outcome = document.getElementById('outcome');
const button = form.querySelector('button');
const token = new URLSearchParams(location.hash.slice(1)).get('token');
history.replaceState(null, '', location.pathname);

function say(text, failed) {
  outcome.textContent = text;
  outcome.toggleAttribute('data-failed', failed);
}

if (!token) {
  button.disabled = true;
  say('This link is not complete. Open it from the mail again.', true);
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  try {
    const response = await fetch(main.dataset.endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    const answer = await response.json();
    say(response.ok ? answer.message : answer.detail, !response.ok);
    button.disabled = response.ok || response.status < 500;
    if (response.ok) form.hidden = true;
  } catch {
    say('The service could not be reached. Try again.', true);
    button.disabled = false;
  }
});
`;
