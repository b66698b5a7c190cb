import type { NodemailerError } from 'nodemailer';
import { MailDeliveryError, type FaultConcerns } from './mail-delivery-error.js';
import { smtpRemedy } from './smtp-remedy.js';

const ABOUT_THE_MAIL = new Set(['EENVELOPE', 'EMESSAGE']);
/** 503: commands out of order; 530: we did not authenticate (RFC 4954 section 6). Both are about the session, not the mail. */
const ABOUT_THE_SESSION = new Set([503, 530]);
const ENHANCED_CODE = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/;
/** RFC 3463: x.7 is policy (may we send this, and in this name?), x.1.7 and x.1.8 the sender's address. */
const ABOUT_US = /^\d\.(?:7\.\d+|1\.[78])$/;
/** How servers without enhanced codes say that; SendGrid, SES and Exchange do after the whole mail. */
const SENDER_WORDS = /\b(?:sender|from address|identity|identities|not verified|send as|relay|relaying)\b/i;

/**
 * What a failed attempt means. Permanent is a 5yz reply to the mail itself (RFC 5321 section 4.2.1); one
 * to the greeting, the login or our sender is our configuration's fault, which can be put right.
 */
export function smtpFault(error: unknown): MailDeliveryError {
  const fault = error as NodemailerError;
  const concerns = concernsOf(fault);
  const permanent = concerns === 'mail' && ABOUT_THE_MAIL.has(fault.code ?? '') && (fault.responseCode === undefined || fault.responseCode >= 500);
  const reason = reasonOf(fault);
  return new MailDeliveryError(reason, permanent, { concerns, remedy: smtpRemedy(fault, concerns), cause: error });
}

function concernsOf({ code, command, responseCode, response = '' }: NodemailerError): FaultConcerns {
  // We gave the attempt up, which says nothing of what would have become of it.
  if (code === 'EABORT') return 'mail';
  if (!ABOUT_THE_MAIL.has(code ?? '') || ABOUT_THE_SESSION.has(responseCode ?? 0)) return 'relay';
  if (responseCode === undefined) return 'mail';
  if (command === 'MAIL FROM') return 'sender';
  if (responseCode < 500) return 'mail';
  const enhanced = ENHANCED_CODE.exec(response)?.[1];
  // 5.0.0 says no more than the three digits before it.
  if (enhanced !== undefined && !enhanced.endsWith('.0.0')) return ABOUT_US.test(enhanced) ? 'sender' : 'mail';
  return SENDER_WORDS.test(response) ? 'sender' : 'mail';
}

function reasonOf({ code, originalCode, responseCode, response }: NodemailerError): string {
  // What was refused then is STARTTLS, in whatever words.
  if (responseCode === undefined || code === 'ETLS') return originalCode ?? code ?? 'unknown';
  const enhanced = ENHANCED_CODE.exec(response ?? '')?.[1];
  return `SMTP ${responseCode}${enhanced ? ` ${enhanced}` : ''}`;
}
