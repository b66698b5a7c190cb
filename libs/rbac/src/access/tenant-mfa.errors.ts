import { defineErrors } from '@authengine/kernel';

export const TenantMfaErrors = defineErrors('tenant', {
  mfa_required: {
    status: 403,
    title: 'Second factor required',
    detail: 'This organization asks its members for a second factor. Set one up at POST /me/mfa/enroll, or sign in by a passkey, and repeat this.',
  },
});
