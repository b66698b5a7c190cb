import { defineErrors } from '@authengine/kernel';

export const ReauthenticationErrors = defineErrors('reauthentication', {
  password_required: { status: 400, title: 'Password required', detail: 'Enter the password of this account.' },
  code_required: { status: 400, title: 'Code required', detail: 'This account has a second factor; enter its code too.' },
  not_possible: { status: 409, title: 'Nothing to confirm with', detail: 'This account has neither a password nor a second factor; sign in again instead.' },
});
