import { defineErrors } from '@authengine/kernel';

export const InteractionErrors = defineErrors('interaction', {
  gone: { status: 400, title: 'This sign-in cannot go on', detail: 'It has expired or was finished already. Go back to the application and try again.' },
});

/**
 * For what the library rejects with.
 * @throws InteractionErrors.gone for a question that has expired, was answered, or was asked in a session that has ended
 */
export function goneIfNotFound(cause: unknown): never {
  if (cause instanceof Error && cause.name === 'SessionNotFound') throw InteractionErrors.gone();
  throw cause;
}
