import { defineErrors } from '@authengine/kernel';

export const InteractionErrors = defineErrors('interaction', {
  gone: { status: 400, title: 'This sign-in cannot go on', detail: 'It has expired or was finished already. Go back to the application and try again.' },
});
