import { defineErrors } from '@authengine/kernel';

export const UserErrors = defineErrors('user', {
  username_taken: { status: 409, title: 'Username taken', detail: 'That username is taken; choose another.' },
});
