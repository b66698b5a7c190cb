import type { ActiveToken, Answer } from '../questions/answer.js';
import type { Question } from '../questions/question.js';

/** Whether somebody may, and if not, what they can do about it. */
export type Decision =
  | { readonly outcome: 'allowed'; readonly user: ActiveToken }
  /** 401: the token does not stand; signing in again helps. */
  | { readonly outcome: 'sign_in' }
  /** 403: signed in, and no member of this tenant; signing in again does not help. */
  | { readonly outcome: 'not_in_tenant'; readonly user: ActiveToken }
  /** 403: signed in, and does not hold all of these permissions here. */
  | { readonly outcome: 'permission_missing'; readonly user: ActiveToken; readonly permissions: readonly string[] };

/**
 * Asks once, and a second time only where the first answer was no: AuthEngine says of a token that is over and of a user
 * who is elsewhere the same, and without the tenant it tells them apart.
 */
export async function decide(question: Question, ask: (question: Question) => Promise<Answer>): Promise<Decision> {
  const { token, tenantId, permissions = [] } = question;
  const answer = await ask(question);
  if (!answer.active) {
    if (tenantId === undefined) return { outcome: 'sign_in' };
    const elsewhere = await ask({ token });
    return elsewhere.active ? { outcome: 'not_in_tenant', user: elsewhere } : { outcome: 'sign_in' };
  }
  if (permissions.length > 0 && answer.allowed !== true) return { outcome: 'permission_missing', user: answer, permissions };
  return { outcome: 'allowed', user: answer };
}
