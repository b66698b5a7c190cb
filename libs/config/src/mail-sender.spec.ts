import { readMailSender } from './mail-sender.js';

describe('EMAIL_SENDER', () => {
  it.each([
    ['no-reply@acme.example', { address: 'no-reply@acme.example' }],
    ['Acme <no-reply@acme.example>', { name: 'Acme', address: 'no-reply@acme.example' }],
    ['"Acme, Inc." <no-reply@acme.example>', { name: 'Acme, Inc.', address: 'no-reply@acme.example' }],
    ['Ärzte & Söhne <post@acme.example>', { name: 'Ärzte & Söhne', address: 'post@acme.example' }],
    ['<no-reply@acme.example>', { address: 'no-reply@acme.example' }],
  ])('is read: %s', (text, sender) => {
    expect(readMailSender(text)).toEqual(sender);
  });

  it.each(['', 'Acme', 'Acme <acme>', 'Acme <a@b.example', 'a@b.example, c@d.example', 'Acme <a@b.example> <c@d.example>', 'Acme\r\nBcc: x <a@b.example>', 'A "quoted" name <a@b.example>'])('is refused: %j', (text) => {
    expect(() => readMailSender(text)).toThrow('must be an e-mail address');
  });
});
