/**
 * Whether every store can keep the text: no NUL (PostgreSQL refuses it in `text`, bcrypt stops at it)
 * and no lone surrogate (it has no UTF-8 form).
 */
export function isWellFormedText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
