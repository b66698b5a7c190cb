/** What keys are derived for. One purpose's key never opens, verifies or equals another's. */
export const KEY_PURPOSES = ['password-pepper', 'refresh-token', 'sealed-secret', 'audit-checkpoint', 'kept-answer'] as const;

export type KeyPurpose = (typeof KEY_PURPOSES)[number];
