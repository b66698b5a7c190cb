import { defineAuditEvents, fact } from '@authengine/contracts';

export const RegistrationEvents = defineAuditEvents({
  registered: { name: 'user.registered', description: 'Somebody registered an address', plain: 'Your account was made', resource: 'User', metadata: { email: fact.text }, personal: ['email'] },
  superseded: { name: 'user.registration.superseded', description: 'A registration that nobody had proven was taken away: another account proved its address', resource: 'User', metadata: { email: fact.text }, personal: ['email'] },
  repeated: { name: 'user.registration_repeated', description: 'Somebody registered an address that is taken; its owner was told', plain: 'Somebody registered with your e-mail address again', resource: 'User', metadata: { email: fact.text, mail: fact.text }, personal: ['email'] },
});
