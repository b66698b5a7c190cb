import { defineAuditEvents, fact } from '@authengine/contracts';

export const PasskeyEvents = defineAuditEvents({
  registrationBegun: { name: 'mfa.passkey.registration_begun', description: 'A user began to register a passkey', plain: 'The registration of a passkey was begun', resource: 'User' },
  registered: { name: 'mfa.passkey.registered', description: 'A user registered a passkey, which signs in from then on', plain: 'A passkey was added to your account', resource: 'User', metadata: { passkey_id: fact.text, device_name: fact.text, backed_up: fact.flag, reason: fact.text }, personal: ['device_name'] },
  removed: { name: 'mfa.passkey.removed', description: 'A user removed a passkey, or disowned the session that added or used it', plain: 'A passkey was removed from your account', resource: 'User', metadata: { passkey_id: fact.text, device_name: fact.text, by: fact.text }, personal: ['device_name'] },
  copySuspected: {
    name: 'mfa.passkey.copy_suspected',
    description: "A passkey's signature was right and its count had not risen, as when somebody has a copy of it; the sign-in was refused",
    plain: 'A passkey may have been copied',
    resource: 'User',
    metadata: { passkey_id: fact.text, device_name: fact.text, sign_count: fact.count, last_sign_count: fact.count },
    personal: ['device_name'],
  },
});
