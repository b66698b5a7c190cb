import { defineAuditEvents, fact } from '@authengine/contracts';

export const RecoveryCodesEvents = defineAuditEvents({
  regenerated: { name: 'mfa.recovery_codes.regenerated', description: 'A user made new recovery codes; those before are void', plain: 'You got new recovery codes; the ones before do not work any more', resource: 'User', metadata: { method: fact.text, reason: fact.text } },
});
