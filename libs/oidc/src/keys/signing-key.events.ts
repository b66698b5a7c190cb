import { defineAuditEvents, fact } from '@authengine/contracts';

export const SigningKeyEvents = defineAuditEvents({
  made: { name: 'signing_key.created', description: 'The first signing keys of the OpenID provider were made', resource: 'SigningKey', metadata: { alg: fact.text, kid: fact.text, next_kid: fact.text } },
  rotated: { name: 'signing_key.rotated', description: 'The next signing key of the OpenID provider became the current one', resource: 'SigningKey', metadata: { alg: fact.text, kid: fact.text, next_kid: fact.text, previous_kid: fact.text, reason: fact.text } },
  withdrawn: { name: 'signing_key.withdrawn', description: 'A signing key of the OpenID provider was withdrawn: what it signed is not accepted any more', resource: 'SigningKey', metadata: { alg: fact.text, kid: fact.text, state: fact.text } },
});
