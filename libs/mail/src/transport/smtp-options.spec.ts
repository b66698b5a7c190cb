import { smtpOptions } from './smtp-options.js';

const smtp = (url: string) => smtpOptions({ EMAIL_PROVIDER: 'smtp', EMAIL_PROVIDER_API_KEY: undefined, SMTP_URL: url });

describe('the SMTP server of the settings', () => {
  it('is read from the URL, percent-encoding undone', () => {
    expect(smtp('smtps://ada%40example.com:p%3Aw@mail.example.com')).toEqual({
      host: 'mail.example.com',
      port: 465,
      secure: true,
      requireTLS: false,
      auth: { user: 'ada@example.com', pass: 'p:w' },
    });
    expect(smtp('smtp://[::1]:2525')).toEqual({ host: '::1', port: 2525, secure: false, requireTLS: false });
  });

  it('gets a password over TLS only, unless it is this machine or the URL says otherwise', () => {
    expect(smtp('smtp://u:p@mail.example.com').requireTLS).toBe(true);
    expect(smtp('smtp://u:p@127.0.0.1:1025').requireTLS).toBe(false);
    expect(smtp('smtp://u:p@relay.internal?requireTLS=false').requireTLS).toBe(false);
    expect(smtp('smtp://relay.internal?requireTLS=true').requireTLS).toBe(true);
  });

  it("is SendGrid's relay with the API key, or what SMTP_URL puts in its place", () => {
    const sendgrid = { EMAIL_PROVIDER: 'sendgrid', EMAIL_PROVIDER_API_KEY: 'SG.key' } as const;
    expect(smtpOptions({ ...sendgrid, SMTP_URL: undefined })).toMatchObject({ host: 'smtp.sendgrid.net', requireTLS: true, auth: { user: 'apikey', pass: 'SG.key' } });
    expect(smtpOptions({ ...sendgrid, SMTP_URL: 'smtp://127.0.0.1:2525' })).toMatchObject({ host: '127.0.0.1', port: 2525, auth: { user: 'apikey', pass: 'SG.key' } });
  });
});
