import { readSmtpUrl } from './smtp-url.js';

describe('the URL of a mail server', () => {
  it.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, implicitTls: false, user: '', password: '', requireTls: undefined }],
    ['smtps://mail.example.com', { port: 465, implicitTls: true }],
    ['smtp://mail.example.com:465', { port: 465, implicitTls: true }],
    ['SMTP://mail.example.com:2525/', { host: 'mail.example.com', port: 2525, implicitTls: false }],
    ['smtps://ada%40example.com:p%3Aw@mail.example.com', { user: 'ada@example.com', password: 'p:w' }],
    ['smtp://ada@example.com:pass@mail.example.com', { user: 'ada@example.com', password: 'pass', host: 'mail.example.com' }],
    ['smtp://u:%2F%3F%23%25%40%20%26%2B+=!$&\'()*,;~@mail.example.com', { password: "/?#%@ &++=!$&'()*,;~" }],
    ['smtp://u:gr%C3%BCn@mail.example.com', { password: 'grün' }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525 }],
    ['smtp://[2001:DB8::7]', { host: '2001:db8::7', port: 587 }],
    ['smtp://bücher.example', { host: 'xn--bcher-kva.example' }],
    ['smtp://my_relay:25', { host: 'my_relay', port: 25 }],
    ['smtp://relay?requireTLS=true', { requireTls: true }],
    ['smtp://relay?requireTLS=false', { requireTls: false }],
  ])('reads %s', (url, expected) => {
    expect(readSmtpUrl(url)).toMatchObject(expected);
  });

  it.each([
    ['mail.example.com:587', /smtp: or smtps:/],
    ['http://mail.example.com', /smtp: or smtps:/],
    ['smtp:mail.example.com', /host/],
    ['smtp:///', /host/],
    ['smtp://', /host/],
    ['smtp://mail.example.com:0', /port/],
    ['smtp://mail.example.com:65536', /smtp: or smtps:/],
    ['smtp://mail.example.com/inbox', /host and port/],
    ['smtp://u:p%w@mail.example.com', /write it as %25/],
    ['smtp://u:100%@mail.example.com', /write it as %25/],
    ['smtp://u:S3cret/x@mail.example.com', /%XX/],
    ['smtp://u:12/S3cret@mail.example.com', /%XX/],
    ['smtp://u:12#S3cret@mail.example.com', /%XX/],
    ['smtp://u:12?S3cret@mail.example.com', /%XX/],
    ['smtp://u:p%00S3cret@mail.example.com', /control characters/],
    ['smtp://u:p%0D%0AS3cret@mail.example.com', /control characters/],
    ['smtp://relay?tls=true', /parameter tls,.*SMTP_TLS/],
    ['smtp://relay?tls.rejectUnauthorized=false', /parameter tls\.rejectUnauthorized,.*SMTP_TLS/],
    ['smtp://relay?pool=true&requireTLS=true', /parameter pool,/],
    ['smtp://relay?requiretls=true', /parameter requiretls,/],
    ['smtp://relay?requireTLS=yes', /requireTLS/],
    ['smtp://relay?requireTLS=true&requireTLS=false', /once/],
    ['smtps://relay?requireTLS=true', /TLS in any case/],
  ])('refuses %s, and repeats no password', (url, message) => {
    expect(() => readSmtpUrl(url)).toThrow(message);
    expect(() => readSmtpUrl(url)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('S3cret') }));
  });
});
