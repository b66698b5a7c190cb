/* global oidc, document, history, location, fetch */
const { authority, clientId } = await (await fetch('/settings.json')).json();
const users = new oidc.UserManager({
  authority,
  client_id: clientId,
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: 'openid profile email',
  // Refreshed before it expires; a session that has ended at AuthEngine is seen then.
  automaticSilentRenew: true,
});

const element = (id) => document.getElementById(id);
const show = (value) => { element('answer').textContent = JSON.stringify(value); };
const render = (user) => { element('state').textContent = user ? `Signed in as ${user.profile.sub}.` : 'Signed out.'; };
/** What the button does; afterwards the page says what is. */
const on = (id, act) => element(id).addEventListener('click', () => act().catch((error) => show({ error: error.message })));

on('sign-in', () => users.signinRedirect());
on('refresh', async () => {
  const before = await users.getUser();
  const after = await users.signinSilent();
  show({ renewed: after.access_token !== before.access_token });
});
on('userinfo', async () => {
  const { access_token } = await users.getUser();
  const answer = await fetch(await users.metadataService.getUserInfoEndpoint(), { headers: { authorization: `Bearer ${access_token}` } });
  show({ status: answer.status, ...(await answer.json()) });
});
on('revoke', async () => {
  const { access_token, refresh_token } = await users.getUser();
  await users.revokeTokens(['access_token', 'refresh_token']);
  show({ revoked: true });
  // For the test of this example: what the tokens open now.
  const answer = await fetch(await users.metadataService.getUserInfoEndpoint(), { headers: { authorization: `Bearer ${access_token}` } });
  show({ revoked: true, had: typeof refresh_token, opens: answer.status });
});
on('sign-out', () => users.signoutRedirect());

try {
  if (location.pathname === '/callback') {
    render(await users.signinCallback());
    history.replaceState(null, '', '/');
  } else {
    render(await users.getUser());
  }
} catch (error) {
  render(null);
  show({ error: error.message });
}
