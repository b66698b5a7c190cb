import { defineErrors } from '@authengine/kernel';

export const IntrospectionErrors = defineErrors('auth', {
  invalid_api_key: { status: 401, title: 'Invalid API key', detail: 'Send a service key that stands: in X-API-Key, as the password of HTTP Basic, or as a bearer token.' },
});
