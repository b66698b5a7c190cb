import { defineErrors } from '@authengine/kernel';

export const ChallengeErrors = defineErrors('auth', {
  second_factor_invalid: { status: 401, title: 'Sign-in failed', detail: 'The code is not right, or this sign-in has expired; try the next code, or sign in again.' },
});
