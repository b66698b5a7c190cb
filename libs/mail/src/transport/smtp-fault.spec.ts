import { smtpFault } from './smtp-fault.js';

const fault = (properties: object) => smtpFault(Object.assign(new Error('x'), properties));

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
  ])('%j is permanent: %p', (properties, permanent) => {
    expect(fault(properties).permanent).toBe(permanent);
  });

  it('is told by codes only, since servers repeat addresses in their words', () => {
    expect(fault({ code: 'EENVELOPE', responseCode: 550, response: '550 5.1.1 <ada@example.com> unknown' }).reason).toBe('SMTP 550 5.1.1');
    expect(fault({ code: 'EENVELOPE', responseCode: 550, response: '550 no ada@example.com here' }).reason).toBe('SMTP 550');
    expect(fault({ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }).reason).toBe('ECONNREFUSED');
  });
});
