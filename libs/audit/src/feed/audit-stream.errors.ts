import { defineErrors } from '@authengine/kernel';

export const AuditStreamErrors = defineErrors('audit_stream', {
  cursor_expired: { status: 410, title: 'Too long ago', detail: 'The order of entries is not kept for so long, so some may be missing after this one. Read what you missed from the audit log or an export, then go on with after=latest.' },
});
