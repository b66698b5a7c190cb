/* global document */
// The page: which form is shown, and what its buttons do.
import { call, giveSecondFactor, resume, signIn, signOut } from './authengine.mjs';

const element = (id) => document.getElementById(id);
let pending = null;

async function show(message = '') {
  const user = pending === null && (await resume()) ? await call('GET', '/me') : null;
  element('sign-in').hidden = user !== null || pending !== null;
  element('second-factor').hidden = pending === null;
  element('signed-in').hidden = user === null;
  element('who').textContent = user?.email ?? '';
  element('message').textContent = message;
}

/** What went wrong is told, and the forms stay as they are. */
function on(id, event, act) {
  element(id).addEventListener(event, (happened) => {
    happened.preventDefault();
    const fields = event === 'submit' ? Object.fromEntries([...happened.target.elements].map(({ name, value }) => [name, value])) : {};
    act(fields).catch((error) => {
      element('message').textContent = error.message;
    });
  });
}

on('sign-in', 'submit', async ({ email, password }) => {
  pending = (await signIn(email, password)).mfa_pending_token ?? null;
  await show();
});
on('second-factor', 'submit', async ({ code }) => {
  await giveSecondFactor(pending, code);
  pending = null;
  await show();
});
on('me', 'click', async () => {
  element('message').textContent = `You are ${(await call('GET', '/me')).email}.`;
});
on('sign-out', 'click', async () => {
  await signOut();
  await show('Signed out.');
});

await show().catch((error) => {
  element('message').textContent = error.message;
});
