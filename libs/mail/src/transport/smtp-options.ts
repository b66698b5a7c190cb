import type { Settings, SmtpServer } from '@authengine/config';
import type { SMTPPoolOptions } from 'nodemailer';

const SENDGRID: SmtpServer = { host: 'smtp.sendgrid.net', port: 587, implicitTls: false, user: '', password: '', requireTls: undefined };
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

type Login = { readonly user: string; readonly pass: string };
type Tls = Pick<SMTPPoolOptions, 'requireTLS' | 'ignoreTLS' | 'opportunisticTLS' | 'tls'>;
type Server = Required<Pick<SMTPPoolOptions, 'host' | 'port' | 'secure'>> & Tls & { readonly auth?: Login };

/**
 * The server from the settings, and how TLS is used with it. For SendGrid it is SendGrid's SMTP relay with the API key
 * as password, or the server in SMTP_URL.
 */
export function smtpOptions(settings: Settings): Server {
  const { EMAIL_PROVIDER, SMTP_URL } = settings.values;
  const server = SMTP_URL ?? (EMAIL_PROVIDER === 'sendgrid' ? SENDGRID : undefined);
  if (server === undefined) throw new Error('SMTP_URL is needed to send mail');
  const auth = login(server, settings);
  return {
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    ...tlsOf(server, auth !== undefined, settings),
    ...(auth ? { auth } : {}),
  };
}

function login({ user, password }: SmtpServer, { values }: Settings): Login | undefined {
  if (values.EMAIL_PROVIDER === 'sendgrid') return { user: user || 'apikey', pass: password || (values.EMAIL_PROVIDER_API_KEY ?? '') };
  return user === '' ? undefined : { user, pass: password };
}

/** A password goes only to a server whose certificate was checked, unless the settings explicitly say otherwise. */
function tlsOf(server: SmtpServer, hasPassword: boolean, { values, production }: Settings): Tls {
  const thisMachine = LOOPBACK.test(server.host);
  if (values.SMTP_TLS === 'off') return { ignoreTLS: true };
  if (values.SMTP_TLS === 'opportunistic') {
    // RFC 7435: better than no TLS. An attacker on the way could hide STARTTLS and get the password, so a password
    // requires it.
    const needed = !server.implicitTls && hasPassword && !thisMachine;
    return { ...(needed ? { requireTLS: true } : { opportunisticTLS: true }), tls: { rejectUnauthorized: false } };
  }
  const needed = values.SMTP_TLS === 'verify' || (server.requireTls ?? (!thisMachine && (hasPassword || production)));
  const trusted = values.SMTP_CA_FILE;
  return { requireTLS: !server.implicitTls && needed, tls: { rejectUnauthorized: true, ...(trusted ? { ca: trusted } : {}) } };
}
