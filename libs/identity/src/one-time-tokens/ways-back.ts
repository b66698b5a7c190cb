/** Purposes of the links that an owner is mailed to take the account back. They outlive what they guard against. */
export const WAYS_BACK: readonly string[] = ['not-me', 'undo-email-change', 'undo-deletion'];
