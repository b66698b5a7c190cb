import type { NodemailerError } from 'nodemailer';
import { MailDeliveryError } from './mail-delivery-error.js';

/** 503: commands out of order; 530: we did not authenticate (RFC 4954 section 6). Both are about the session, not the mail. */
const ABOUT_THE_SESSION = new Set([503, 530]);
const ABOUT_THE_MAIL = new Set(['EENVELOPE', 'EMESSAGE']);
const ENHANCED_CODE = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/;

/**
 * What a failed attempt means. Permanent is a 5yz reply to the mail itself (RFC 5321 section 4.2.1);
 * one to the greeting or the login is our configuration's fault, which can be put right.
 */
export function smtpFault(error: unknown): MailDeliveryError {
  const { code, originalCode, responseCode, response } = error as NodemailerError;
  const permanent = ABOUT_THE_MAIL.has(code ?? '') && (responseCode === undefined || (responseCode >= 500 && !ABOUT_THE_SESSION.has(responseCode)));
  return new MailDeliveryError(reasonOf(responseCode, response, originalCode ?? code), permanent, { cause: error });
}

function reasonOf(responseCode: number | undefined, response: string | undefined, code: string | undefined): string {
  if (responseCode === undefined) return code ?? 'unknown';
  const enhanced = ENHANCED_CODE.exec(response ?? '')?.[1];
  return `SMTP ${responseCode}${enhanced ? ` ${enhanced}` : ''}`;
}
