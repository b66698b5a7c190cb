import { say, type ActionPage, type Text } from '@authengine/identity';
import { typedAddress } from '@authengine/mail';
import type { ProviderName } from '../providers/provider-name.js';

/**
 * The page that asks before a link when nobody knows who sent the browser. The ticket may be another person's, so the
 * page shows the account's proven address and no name, because its owner may choose any name.
 */
export function linkPage(provider: ProviderName, title: string, email: string | null): ActionPage {
  return {
    title: say('link_account.title', { provider: title }),
    text: say('link_account.text', { provider: title, account: account(email) }),
    button: say('link_account.submit', { provider: title }),
    endpoint: `auth/oauth/${provider}/link/start`,
    words: { incomplete: say('link_account.incomplete') },
    refusals: { 'oauth.link_refused': 'link_account.void', 'oauth.session_ended': 'link_account.ended', 'oauth.provider_unavailable': 'error.provider' },
    script: LINK_SCRIPT_PATH,
  };
}

function account(email: string | null): Text {
  if (email === null) return say('link_account.nameless');
  const shown = typedAddress(email);
  return shown === null ? say('link_account.at', { domain: email.slice(email.lastIndexOf('@') + 1) }) : say('link_account.account', { email: shown });
}

export const LINK_SCRIPT_PATH = '/pages/link-account.js';

/** Takes the ticket from the query, removes it from the address bar, sends it at the click, and goes on to the provider. */
export const LINK_SCRIPT = `const main = document.querySelector('main');
const form = document.getElementById('action');
const outcome = document.getElementById('outcome');
const button = form.querySelector('button');
const { words, refusals } = JSON.parse(main.dataset.words);
const ticket = new URLSearchParams(location.search).get('ticket');
history.replaceState(null, '', location.pathname);

function say(text) {
  outcome.textContent = text;
  outcome.toggleAttribute('data-failed', true);
}

if (!ticket) {
  button.disabled = true;
  say(words.incomplete);
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
    say(refusals[answer.code] ?? answer.detail);
    button.disabled = response.status < 500 && response.status !== 429;
  } catch {
    say(main.dataset.saysUnreachable);
    button.disabled = false;
  }
});
`;
