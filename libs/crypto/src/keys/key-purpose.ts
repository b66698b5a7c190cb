/**
 * The purposes that keys are derived for. The key of one purpose never opens, verifies or equals the key of another.
 */
export const KEY_PURPOSES = ['password-pepper', 'refresh-token', 'sealed-secret', 'audit-checkpoint', 'kept-answer'] as const;

export type KeyPurpose = (typeof KEY_PURPOSES)[number];
