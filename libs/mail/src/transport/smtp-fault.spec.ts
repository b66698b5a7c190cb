import { smtpFault } from './smtp-fault.js';

const fault = (properties: object) => smtpFault(Object.assign(new Error('x'), properties));
const rcpt = { code: 'EENVELOPE', command: 'RCPT TO' };
const data = { code: 'EMESSAGE', command: 'DATA' };

describe('what an SMTP fault means', () => {
  it.each([
    [{ code: 'EENVELOPE', responseCode: 550 }, true],
    [{ code: 'EMESSAGE', responseCode: 554 }, true],
    [{ code: 'EENVELOPE', responseCode: 450 }, false],
    [{ code: 'EENVELOPE', responseCode: 503 }, false],
    [{ code: 'EENVELOPE', responseCode: 530 }, false],
    [{ code: 'EAUTH', responseCode: 535 }, false],
    [{ code: 'EPROTOCOL', responseCode: 554 }, false],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, false],
    [{ code: 'ETIMEDOUT' }, false],
    [{ code: 'EABORT' }, false],
  ])('%j is permanent: %p', (properties, permanent) => {
    expect(fault(properties).permanent).toBe(permanent);
  });

  it.each([
    [{ ...rcpt, responseCode: 550, response: '550 5.1.1 no such user' }, 'mail'],
    [{ ...rcpt, responseCode: 550, response: '550 no such user' }, 'mail'],
    [{ ...rcpt, responseCode: 552, response: '552 5.2.2 mailbox full' }, 'mail'],
    [{ ...rcpt, responseCode: 451, response: '451 4.7.1 greylisted' }, 'mail'],
    [{ ...data, responseCode: 554, response: '554 5.6.0 what is this' }, 'mail'],
    [{ ...data, responseCode: 550, response: '550 5.0.0 no' }, 'mail'],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550, response: '550 5.1.0 no' }, 'sender'],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 452, response: '452 4.3.1 full' }, 'sender'],
    [{ ...rcpt, responseCode: 554, response: '554 5.7.1 <a@b.example>: Relay access denied' }, 'sender'],
    [{ ...rcpt, responseCode: 550, response: '550 relay not permitted' }, 'sender'],
    [{ ...data, responseCode: 550, response: '550 The from address does not match a verified Sender Identity.' }, 'sender'],
    [{ ...data, responseCode: 554, response: '554 Message rejected: Email address is not verified.' }, 'sender'],
    [{ ...data, responseCode: 550, response: '550 5.7.60 Client does not have permissions to send as this sender' }, 'sender'],
    [{ ...data, responseCode: 553, response: "553 5.1.8 sender's domain does not exist" }, 'sender'],
    [{ code: 'EAUTH', responseCode: 535, response: '535 5.7.8 bad' }, 'relay'],
    [{ ...rcpt, responseCode: 530, response: '530 5.7.0 authenticate first' }, 'relay'],
    [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, 'relay'],
    [{ code: 'EABORT' }, 'mail'],
  ])('%j concerns: %s', (properties, concerns) => {
    const { permanent, ...is } = fault(properties);
    expect(is.concerns).toBe(concerns);
    if (concerns !== 'mail') expect(permanent).toBe(false);
  });

  it.each([
    [{ code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, /SMTP_CA_FILE.*SMTP_TLS=opportunistic/],
    [{ code: 'ESOCKET', originalCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, /SMTP_CA_FILE/],
    [{ code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, /another name/],
    [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, /renew/],
    [{ code: 'ETLS', command: 'STARTTLS', responseCode: 502 }, /SMTP_TLS=off/],
    [{ code: 'EAUTH', responseCode: 535 }, /password.*EMAIL_PROVIDER_API_KEY/],
    [{ code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER' }, /smtps:/],
    [{ code: 'EDNS', originalCode: 'ENOTFOUND' }, /host and port/],
    [{ code: 'ECONNECTION', responseCode: 421 }, /log of the mail server/],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, /EMAIL_SENDER/],
  ])('of %j says what to do', (properties, remedy) => {
    expect(fault(properties).remedy).toMatch(remedy);
  });

  it('is told by codes only, since servers repeat addresses in their words', () => {
    expect(fault({ code: 'EENVELOPE', responseCode: 550, response: '550 5.1.1 <ada@example.com> unknown' }).reason).toBe('SMTP 550 5.1.1');
    expect(fault({ code: 'EENVELOPE', responseCode: 550, response: '550 no ada@example.com here' }).reason).toBe('SMTP 550');
    expect(fault({ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }).reason).toBe('ECONNREFUSED');
    expect(fault({ code: 'ETLS', command: 'STARTTLS', responseCode: 502, response: '502 no' }).reason).toBe('ETLS');
  });
});
