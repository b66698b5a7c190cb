import { defineErrors } from '@authengine/kernel';

export const PasskeyErrors = defineErrors('webauthn', {
  registration_refused: { status: 400, title: 'Passkey not registered', detail: 'The passkey could not be registered; begin again.' },
  already_registered: { status: 409, title: 'Registered already', detail: 'That passkey is registered already.' },
  too_many: { status: 409, title: 'Too many passkeys', detail: 'The account has as many passkeys as it can have; remove one first.' },
  last_way_in: { status: 409, title: 'Last way to sign in', detail: 'This is the last way to sign in to the account; set up another one first.' },
  not_accepted: { status: 401, title: 'Sign-in failed', detail: 'The passkey was not accepted, or the account cannot sign in; begin again or sign in another way.' },
});
