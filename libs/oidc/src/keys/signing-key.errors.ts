import { defineErrors } from '@authengine/kernel';

export const SigningKeyErrors = defineErrors('signing_key', {
  next_is_new: { status: 409, title: 'Too early', detail: 'The next key is not published long enough for every verifier to know it; wait some minutes, or rotate with --now.' },
  unknown: { status: 404, title: 'No such key', detail: 'There is no signing key with this kid; `keys list` shows those that there are.' },
});
