import { defineAuditEvents, fact } from '@authengine/contracts';

export const MagicLinkEvents = defineAuditEvents({
  requested: { name: 'auth.magic_link.requested', description: 'Somebody asked for a link to sign in by', plain: 'A link to sign in was asked for', resource: 'Auth', metadata: { email: fact.text, outcome: fact.text, redirect_origin: fact.text }, personal: ['email'] },
  handedOver: { name: 'auth.magic_link.handed_over', description: 'A sign-in link was confirmed and handed over to the application that asked for it', plain: 'A sign-in link was confirmed', resource: 'Auth', metadata: { email: fact.text, redirect_origin: fact.text }, personal: ['email'] },
});
