/** Purposes of the links by which an owner takes the account back. They stay valid when other tokens are voided. */
export const WAYS_BACK: readonly string[] = ['not-me', 'undo-email-change', 'undo-deletion'];
