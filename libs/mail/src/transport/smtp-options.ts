import type { SettingsValues } from '@authengine/config';
import type { SMTPPoolOptions } from 'nodemailer';

const SENDGRID = 'smtp://smtp.sendgrid.net:587';
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

type Server = Required<Pick<SMTPPoolOptions, 'host' | 'port' | 'secure' | 'requireTLS'>> & Pick<SMTPPoolOptions, 'auth'>;

/**
 * The server that the settings name. A password goes over TLS only, except to this machine;
 * `?requireTLS=true|false` in `SMTP_URL` decides otherwise. SendGrid is its SMTP relay with the API
 * key as password, or whatever `SMTP_URL` puts in its place.
 */
export function smtpOptions(values: Pick<SettingsValues, 'EMAIL_PROVIDER' | 'EMAIL_PROVIDER_API_KEY' | 'SMTP_URL'>): Server {
  const sendgrid = values.EMAIL_PROVIDER === 'sendgrid';
  const address = values.SMTP_URL ?? (sendgrid ? SENDGRID : undefined);
  if (address === undefined) throw new Error('SMTP_URL is needed to send mail');
  const url = new URL(address);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '') || 'localhost';
  const user = decodeURIComponent(url.username) || (sendgrid ? 'apikey' : '');
  const pass = decodeURIComponent(url.password) || (sendgrid ? (values.EMAIL_PROVIDER_API_KEY ?? '') : '');
  const asked = url.searchParams.get('requireTLS');
  return {
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && (asked === null ? user !== '' && !LOOPBACK.test(host) : asked === 'true'),
    ...(user === '' ? {} : { auth: { user, pass } }),
  };
}
