import { defineErrors } from '@authengine/kernel';

export const PasswordErrors = defineErrors('password', {
  not_set: { status: 409, title: 'No password', detail: 'This account has no password yet; set one at POST /auth/set-password.' },
  already_set: { status: 409, title: 'Password exists', detail: 'This account has a password; change it at POST /auth/password.' },
  address_not_proven: { status: 409, title: 'Address not confirmed', detail: 'Confirm the address of this account first; a password belongs to it.' },
});
