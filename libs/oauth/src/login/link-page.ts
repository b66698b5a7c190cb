import type { ActionPage } from '@authengine/identity';
import { typedAddress } from '@authengine/mail';
import type { ProviderName } from '../providers/provider-name.js';

/**
 * The page that asks before a link when nobody knows who sent the browser. The ticket may be another person's, so the
 * page shows the account's proven address and no name, because its owner may choose any name.
 */
export function linkPage(provider: ProviderName, title: string, email: string | null): ActionPage {
  return {
    title: `Link a ${title} account`,
    text: `Your ${title} account is about to become a way to sign in to ${account(email)}. Go on only if that account is yours, and you asked for this a moment ago.`,
    button: `Go on to ${title}`,
    endpoint: `auth/oauth/${provider}/link/start`,
    script: LINK_SCRIPT_PATH,
  };
}

function account(email: string | null): string {
  if (email === null) return 'an account here that has no e-mail address yet';
  const shown = typedAddress(email);
  return shown === null ? `an account here with an address at ${email.slice(email.lastIndexOf('@') + 1)}` : `the account ${shown} here`;
}

export const LINK_SCRIPT_PATH = '/pages/link-account.js';

/** Takes the ticket from the query, removes it from the address bar, sends it at the click, and goes on to the provider. */
export const LINK_SCRIPT = `const main = document.querySelector('main');
const form = document.getElementById('action');
const outcome = document.getElementById('outcome');
const button = form.querySelector('button');
const ticket = new URLSearchParams(location.search).get('ticket');
history.replaceState(null, '', location.pathname);

function say(text) {
  outcome.textContent = text;
  outcome.toggleAttribute('data-failed', true);
}

if (!ticket) {
  button.disabled = true;
  say('This link is not complete. Ask for it again from your account.');
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  try {
    const response = await fetch(main.dataset.endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ ticket }),
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
    });
    const answer = await response.json();
    if (response.ok) return location.assign(answer.authorization_url);
    say(answer.detail);
    button.disabled = response.status < 500 && response.status !== 429;
  } catch {
    say('The service could not be reached. Try again.');
    button.disabled = false;
  }
});
`;
