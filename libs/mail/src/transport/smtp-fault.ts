import type { NodemailerError } from 'nodemailer';
import { MailDeliveryError, type FaultConcerns } from './mail-delivery-error.js';
import { smtpRemedy } from './smtp-remedy.js';

const ABOUT_THE_MAIL = new Set(['EENVELOPE', 'EMESSAGE']);
/** 503: commands out of order; 530: we did not authenticate (RFC 4954 section 6). Both are about the session, not the mail. */
const ABOUT_THE_SESSION = new Set([503, 530]);
const ENHANCED_CODE = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/;
/** RFC 3463: x.7 is policy (may this sender send this mail?), x.1.7 and x.1.8 are about the sender's address. */
const ABOUT_US = /^\d\.(?:7\.\d+|1\.[78])$/;
/** Servers without enhanced codes say it in these words; SendGrid, SES and Exchange say it after the whole mail. */
const SENDER_WORDS = /\b(?:sender|from address|identity|identities|not verified|send as|relay|relaying)\b/i;

/**
 * The meaning of a failed attempt. It is permanent when the server answers 5yz to the mail itself (RFC 5321 section
 * 4.2.1). A refused greeting, login or sender is a fault of our configuration, which an operator can repair.
 */
export function smtpFault(error: unknown): MailDeliveryError {
  const fault = error as NodemailerError;
  const concerns = concernsOf(fault);
  const permanent = concerns === 'mail' && ABOUT_THE_MAIL.has(fault.code ?? '') && (fault.responseCode === undefined || fault.responseCode >= 500);
  const reason = reasonOf(fault);
  return new MailDeliveryError(reason, permanent, { concerns, remedy: smtpRemedy(fault, concerns), cause: error });
}

function concernsOf({ code, command, responseCode, response = '' }: NodemailerError): FaultConcerns {
  // We ended the attempt ourselves, so its outcome is unknown.
  if (code === 'EABORT') return 'mail';
  if (!ABOUT_THE_MAIL.has(code ?? '') || ABOUT_THE_SESSION.has(responseCode ?? 0)) return 'relay';
  if (responseCode === undefined) return 'mail';
  if (command === 'MAIL FROM') return 'sender';
  if (responseCode < 500) return 'mail';
  const enhanced = ENHANCED_CODE.exec(response)?.[1];
  // 5.0.0 adds nothing to the three digits before it.
  if (enhanced !== undefined && !enhanced.endsWith('.0.0')) return ABOUT_US.test(enhanced) ? 'sender' : 'mail';
  return SENDER_WORDS.test(response) ? 'sender' : 'mail';
}

function reasonOf({ code, originalCode, responseCode, response }: NodemailerError): string {
  // Then the server refused STARTTLS, in some words of its own.
  if (responseCode === undefined || code === 'ETLS') return originalCode ?? code ?? 'unknown';
  const enhanced = ENHANCED_CODE.exec(response ?? '')?.[1];
  return `SMTP ${responseCode}${enhanced ? ` ${enhanced}` : ''}`;
}
