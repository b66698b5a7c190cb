import { defineErrors } from '@authengine/kernel';

export const OAuthErrors = defineErrors('oauth', {
  provider_not_configured: { status: 404, title: 'No such provider', detail: 'Signing in through this provider is not set up here.' },
  redirect_refused: { status: 400, title: 'Redirect refused', detail: 'redirect_to is not on the list of places that a sign-in may return to.' },
  challenge_required: { status: 400, title: 'Code challenge required', detail: 'A native application sends a code_challenge (S256) with its sign-in.' },
  invalid_state: { status: 400, title: 'Sign-in not valid', detail: 'This sign-in was not started in this browser, was finished already, or took too long; start again.' },
  access_denied: { status: 400, title: 'Sign-in cancelled', detail: 'The sign-in was cancelled at the provider; nothing was changed.' },
  code_refused: { status: 400, title: 'Sign-in not valid', detail: 'The provider did not accept what the browser brought back; start again.' },
  proof_refused: { status: 400, title: 'Sign-in not valid', detail: 'What the provider says about who signed in cannot be relied on; start again.' },
  provider_unavailable: { status: 503, title: 'Provider not available', detail: 'The provider does not answer as it should; try again in a moment, or sign in another way.', retryAfterSeconds: 5 },
  not_allowed: { status: 401, title: 'Sign-in failed', detail: 'This account cannot sign in.' },
  invalid_code: { status: 400, title: 'Code not valid', detail: 'The code is not valid, was used already, or has expired; start the sign-in again.' },
  session_ended: { status: 401, title: 'Session ended', detail: 'The session that asked for this link has ended; sign in and try again.' },
  link_refused: { status: 400, title: 'Link not valid', detail: 'This link was not asked for here, was opened already, or took too long; ask for it again from your account.' },
  identity_taken: { status: 409, title: 'Already linked', detail: 'That account at the provider belongs to another user here.' },
  last_way_in: { status: 409, title: 'Last way to sign in', detail: 'This is the only way to sign in to the account; set up another one first.' },
});
