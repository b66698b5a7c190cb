import { defineErrors } from '@authengine/kernel';

export const AuthenticationErrors = defineErrors('auth', {
  invalid_credentials: { status: 401, title: 'Sign-in failed', detail: 'The address or the password is not right, or the account cannot sign in.' },
  invalid_refresh_token: { status: 401, title: 'Session ended', detail: 'The refresh token is not valid (any more); sign in again.' },
  origin_not_allowed: { status: 403, title: 'Origin not allowed', detail: 'The refresh cookie is for pages of this service, and of the origins in CORS_ORIGINS on the same site.' },
  invalid_one_time_token: { status: 400, title: 'Link not valid', detail: 'The link is not valid, was used already, or has expired; ask for a new one.' },
  asked_elsewhere: { status: 403, title: 'Asked for elsewhere', detail: 'This link counts only where the address was asked for: open it in the browser in which you signed in. If that was not you, do nothing.' },
  not_confirmed: { status: 400, title: 'Not confirmed', detail: 'What you entered to confirm that it is you is not right.' },
  recent_login_required: { status: 403, title: 'Recent login required', detail: 'Sign in again, or confirm who you are at POST /auth/reauthenticate, and repeat this.' },
  too_many_attempts: { status: 429, title: 'Too many attempts', detail: 'Too many attempts for this account from here; wait a little, or reset the password.', retryAfterSeconds: 60 },
});
