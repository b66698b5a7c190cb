/**
 * The one script of the sign-in: offers the passkeys of this device in the field of the address (WebAuthn level 3 section
 * 5.1.4, conditional mediation) and by a button, and sends what the device signed with the page's own form. Without it, or
 * without passkeys, the page works as it is.
 */
export const PASSKEY_SCRIPT = `const main = document.querySelector('main');
const form = document.querySelector('form');
const box = document.getElementById('passkey');
let waiting;

async function ask(mediation) {
  waiting?.abort();
  const own = (waiting = new AbortController());
  try {
    const response = await fetch(main.dataset.passkey, { method: 'POST', credentials: 'same-origin', signal: own.signal });
    if (!response.ok) return;
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await response.json());
    const credential = await navigator.credentials.get({ publicKey, mediation, signal: own.signal });
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = 'credential';
    input.value = JSON.stringify(credential);
    form.append(input);
    form.submit();
  } catch {
    // The person has cancelled, or there is no passkey for this service.
  }
}

async function begin() {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON || !form || !box) return;
  box.hidden = false;
  box.querySelector('button').addEventListener('click', () => void ask('optional'));
  const inField = document.querySelector('input[autocomplete~="webauthn"]') && (await PublicKeyCredential.isConditionalMediationAvailable?.());
  if (inField) await ask('conditional');
}

void begin();
`;
