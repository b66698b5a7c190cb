import { readRedisUrl } from './redis-url.js';

describe('REDIS_URL', () => {
  it.each([
    ['redis://h', { kind: 'server', tls: false, hosts: [{ host: 'h', port: 6379 }], database: 0, user: undefined, password: undefined }],
    ['redis://:p%w:q@h:6380/3', { password: 'p%w:q', hosts: [{ host: 'h', port: 6380 }], database: 3 }],
    ['redis://h/?db=2', { database: 2 }],
    ['rediss://u:p@h/0/', { tls: true, verified: true, user: 'u', database: 0 }],
    ['rediss://h?ssl_cert_reqs=none&decode_responses=True', { tls: true, verified: false }],
    ['rediss://h?ssl_cert_reqs=required&ssl_ca_certs=/etc/ca.pem', { verified: true, rootCertificate: '/etc/ca.pem' }],
    ['redis+sentinel://:p@h1,[2001:db8::7]:26380/main/3', { kind: 'sentinel', name: 'main', database: 3, hosts: [{ host: 'h1', port: 26379 }, { host: '2001:db8::7', port: 26380 }] }],
    ['redis+cluster://h1:7001,h2', { kind: 'cluster', database: 0 }],
  ])('is read as meant: %s', (text, target) => {
    expect(readRedisUrl(text)).toMatchObject(target);
  });

  it.each([
    ['redis://:canary@h/first', /^has a database that is no number \(\/0 is the first one\)$/],
    ['redis://:canary@h/-1', /^has a database that is no number/],
    ['redis://:canary@h/1/2', /^has a database that is no number/],
    ['redis+sentinel://:canary@h/main/x', /^has a database that is no number \(\/<primary>\/0 is the first one\)$/],
    ['redis+cluster://:canary@h/1', /^has a database other than 0/],
    ['redis://:canary@h?enableOfflineQueue=true', /^has a parameter that is not known here \(enableOfflineQueue\)/],
    ['redis://:canary#canary@h', /^must be a URL with redis: .*has a #/],
    ['unix:///run/redis.sock', /^must be a URL with redis:/],
  ])('is refused in words that hold nothing of it: %s', (text, told) => {
    expect(() => readRedisUrl(text)).toThrow(told);
    expect(() => readRedisUrl(text)).not.toThrow(/canary/);
  });
});
