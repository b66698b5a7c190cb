import type { NodemailerError } from 'nodemailer';
import type { FaultConcerns } from './mail-delivery-error.js';

const UNTRUSTED = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_UNTRUSTED|INVALID_CA)$/;
const OUT_OF_TIME = /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/;
const OTHER_PROTOCOL = /^(?:ERR_SSL_|EPROTO$)/;
const UNREACHABLE = /^(?:ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EDNS)$/;

const TRUST = 'have SMTP_CA_FILE name it or its CA\'s, or accept any certificate with SMTP_TLS=opportunistic';

/** Advice for the operator about a fault that all mails meet; empty when the fault is in one mail. */
export function smtpRemedy({ code = '', originalCode = code, responseCode = 0 }: NodemailerError, concerns: FaultConcerns): string {
  if (concerns === 'mail') return '';
  if (concerns === 'sender' && responseCode < 500) return 'the mail server puts our mails off: look at its log';
  if (concerns === 'sender') return 'the mail server does not take mails from EMAIL_SENDER: have it allow that address and this login, or change EMAIL_SENDER';
  if (UNTRUSTED.test(originalCode)) return `nobody vouches for the mail server's certificate: ${TRUST}`;
  if (originalCode === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'the certificate of the mail server is for another name: use that name in SMTP_URL, or accept any with SMTP_TLS=opportunistic';
  if (OUT_OF_TIME.test(originalCode)) return 'the certificate of the mail server is not valid at this time: renew it, or accept any with SMTP_TLS=opportunistic';
  if (code === 'ETLS') return 'the mail server offers no TLS: have it do so, or send without by SMTP_TLS=off (the password too)';
  if (code === 'EAUTH') return 'the mail server refuses the login: look at user and password of SMTP_URL, or EMAIL_PROVIDER_API_KEY';
  if (OTHER_PROTOCOL.test(originalCode)) return 'no TLS could be agreed on: in SMTP_URL, smtps: is TLS from the first byte (port 465), smtp: is STARTTLS (port 587)';
  if (UNREACHABLE.test(originalCode)) return 'the mail server cannot be reached: look at host and port of SMTP_URL, and at smtp: or smtps:';
  return 'look at SMTP_URL and at the log of the mail server';
}
