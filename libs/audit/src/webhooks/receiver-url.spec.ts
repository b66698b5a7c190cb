import { receiverUrlFault } from './receiver-url.js';

const IN_PRODUCTION = { production: true, privateAllowed: false };
const IN_DEVELOPMENT = { production: false, privateAllowed: false };
const IN_TESTS = { production: false, privateAllowed: true };

describe('RD-03 the URL of a webhook', () => {
  it.each(['https://hooks.example.com/a?b=c', 'https://93.184.216.34:8443/', 'https://[2606:2800:220:1:248:1893:25c8:1946]/x'])('may be %s', (url) => {
    expect(receiverUrlFault(url, IN_PRODUCTION)).toBeNull();
  });

  it.each([
    ['https://127.0.0.1/', 'private'], ['https://2130706433/', 'private'], ['https://0x7f.1/', 'private'], ['https://0177.0.0.1/', 'private'], ['https://127.1/', 'private'], ['https://１２７.0.0.1/', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'], ['https://10.0.0.1/', 'private'], ['https://[::1]/', 'private'], ['https://[::ffff:127.0.0.1]/', 'private'], ['https://[::ffff:a9fe:a9fe]/', 'private'],
    ['https://[fd00:ec2::254]/', 'private'], ['https://[64:ff9b::a00:1]/', 'private'], ['https://localhost/', 'private'], ['https://LOCALHOST./', 'private'], ['https://a.localhost/', 'private'], ['https://metadata.google.internal/', 'private'],
    ['http://hooks.example.com/', 'https'], ['ftp://hooks.example.com/', 'https'], ['javascript:alert(1)', 'https'], ['hooks.example.com', 'https'], ['https://', 'https'], [`https://a.example/${'x'.repeat(2048)}`, 'https'],
    ['https://user:password@hooks.example.com/', 'password'], ['https://good.example@127.0.0.1/', 'password'], ['https://hooks.example.com/#a', 'fragment'],
  ])('may not be %s', (url, reason) => {
    expect(receiverUrlFault(url, IN_PRODUCTION)).toContain(reason);
  });

  it('may be plain http in development, and this machine where the settings say so', () => {
    expect(receiverUrlFault('http://hooks.example.com/', IN_DEVELOPMENT)).toBeNull();
    expect(receiverUrlFault('http://127.0.0.1:8080/', IN_DEVELOPMENT)).toContain('private');
    expect(receiverUrlFault('http://127.0.0.1:8080/', IN_TESTS)).toBeNull();
  });
});
