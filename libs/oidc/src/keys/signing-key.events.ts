import { defineAuditEvents } from '@authengine/contracts';

export const SigningKeyEvents = defineAuditEvents({
  made: { name: 'signing_key.created', description: 'The first signing keys of the OpenID provider were made', resource: 'SigningKey', metadata: ['alg', 'kid', 'next_kid'] },
  rotated: { name: 'signing_key.rotated', description: 'The next signing key of the OpenID provider became the current one', resource: 'SigningKey', metadata: ['alg', 'kid', 'next_kid', 'previous_kid', 'reason'] },
});
