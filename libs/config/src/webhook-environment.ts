import { docs, flag } from './variable-docs.js';

export const webhookVariables = {
  WEBHOOKS_TO_PRIVATE_ADDRESSES: flag()
    .prefault('false')
    .register(docs, { section: 'Outbound', about: 'Whether webhooks may be delivered to this machine and to private networks, over http too. For development and tests; production refuses it' }),
};
