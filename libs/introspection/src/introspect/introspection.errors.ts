import { defineErrors } from '@authengine/kernel';

export const IntrospectionErrors = defineErrors('auth', {
  invalid_api_key: { status: 401, title: 'Invalid API key', detail: 'Send a valid service key in the X-API-Key header.' },
});
