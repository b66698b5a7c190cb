import { defineAuditEvents } from '@authengine/contracts';

export const OAuthEvents = defineAuditEvents({
  registered: { name: 'user.registered_by_provider', description: 'A new account began with a first sign-in through a provider', plain: 'Your account was made with a sign-in at another service', resource: 'User', metadata: ['provider', 'email', 'pending_email'], personal: ['email', 'pending_email'] },
  linked: { name: 'user.identity.linked', description: 'An identity at a provider became a way to sign in', plain: 'An account at another service became a way to sign in', resource: 'User', metadata: ['provider', 'identity_id', 'provider_email', 'by'], personal: ['provider_email'] },
  unlinked: { name: 'user.identity.unlinked', description: 'An identity at a provider stopped being a way to sign in', plain: 'An account at another service stopped being a way to sign in', resource: 'User', metadata: ['provider', 'identity_id', 'provider_email', 'by'], personal: ['provider_email'] },
  linkStarted: { name: 'user.identity.link_started', description: 'A user asked to link an identity at a provider', plain: 'Linking an account at another service was begun', resource: 'User', metadata: ['provider'] },
  linkAsked: { name: 'user.identity.link_asked', description: 'A browser that did not tell who sent it to the link was asked whether the user wants it', plain: 'You were asked whether to link an account at another service', resource: 'User', metadata: ['provider'] },
  linkOpened: { name: 'user.identity.link_opened', description: 'A browser opened the link by which a user wants to link an identity at a provider', plain: 'The link to connect an account at another service was opened', resource: 'User', metadata: ['provider'] },
  codeIssued: { name: 'auth.oauth.code_issued', description: 'A provider proved an identity, and the application may exchange a one-time code for the session', plain: 'A sign-in through another service was handed to an application', resource: 'Auth', metadata: ['provider', 'redirect_origin'] },
});
