import { defineErrors } from '@authengine/kernel';

export const MfaErrors = defineErrors('mfa', {
  code_invalid: { status: 400, title: 'Code not right', detail: 'The code is not right, or was used already; wait for the next one of your authenticator app, or use a recovery code.' },
  code_required: { status: 409, title: 'Code required', detail: 'Multi-factor authentication is on already; to replace the authenticator app, send a code of it or a recovery code.' },
  nothing_to_confirm: { status: 409, title: 'Nothing to confirm', detail: 'No authenticator app is waiting for its first code; enroll one again.' },
  not_enabled: { status: 409, title: 'Not enabled', detail: 'Multi-factor authentication is not on for this account.' },
  too_many_attempts: { status: 429, title: 'Too many attempts', detail: 'Too many codes were tried for this account; wait a little, or try from where you have signed in before.', retryAfterSeconds: 600 },
});
