import { readPostgresUrl } from './postgres-url.js';

describe('POSTGRES_URL', () => {
  it.each([
    ['postgresql://u:p@h:5433/db', { user: 'u', password: 'p', host: 'h', port: 5433, database: 'db', tls: undefined }],
    ['postgres://h', { user: undefined, password: undefined, host: 'h', port: undefined, database: undefined }],
    ['POSTGRESQL://h/db', { host: 'h', database: 'db' }],
    ['postgresql+asyncpg://u:p@h/db?ssl=require', { host: 'h', tls: 'require' }],
    ['postgresql+asyncpg://u:p@h/db?ssl=true&prepared_statement_cache_size=0', { tls: 'verify-full' }],
    ['postgresql+psycopg2://u:p@h/db?sslmode=verify-ca&sslrootcert=/etc/ca.pem', { tls: 'verify-ca', rootCertificate: '/etc/ca.pem' }],
    ['postgresql+psycopg_async://u:p@h/db?connect_timeout=5', { host: 'h' }],
    ['jdbc:postgresql://h:5432/db?user=u&password=p%26q&ssl=true', { user: 'u', password: 'p&q', host: 'h', port: 5432, tls: 'verify-full' }],
    ['postgresql://u:p@/db?host=/var/run/postgresql', { host: '/var/run/postgresql', user: 'u', database: 'db' }],
    ['postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/db', { host: '/var/run/postgresql' }],
    ['postgresql:///db?host=/dir&port=5433&user=u', { host: '/dir', port: 5433, user: 'u', database: 'db' }],
    ['postgresql://u:50%@h/db', { password: '50%' }],
    ['postgresql://u:%zz%41@h/db', { password: '%zzA' }],
    ['postgresql://u:%ff@h/db', { password: '%ff' }],
    ['postgresql://u:p@ss@h/db', { password: 'p@ss', host: 'h' }],
    ['postgresql://u:p:q@h/db', { password: 'p:q' }],
    ['postgresql://u:p@[2001:db8::7]:5432/db', { host: '2001:db8::7', port: 5432 }],
    ['postgresql://u:p@h/db?sslmode=require&channel_binding=require', { tls: 'require', channelBinding: true }],
    ['postgresql://u:p@h/db?sslmode=require&sslrootcert=system', { tls: 'verify-full', rootCertificate: undefined }],
    ['postgresql://u:p@h/db?schema=public&pgbouncer=true&connection_limit=5', { database: 'db' }],
    ['postgresql://u:p@h/db?options=-c%20search_path%3Dauth&application_name=auth', { options: '-c search_path=auth', applicationName: 'auth' }],
  ])('is read as meant: %s', (text, target) => {
    expect(readPostgresUrl(text)).toMatchObject(target);
  });

  it.each([
    ['mysql://h/db', /^must be a URL with postgresql:/],
    ['host=h dbname=db password=canary', /^must be a URL with postgresql:.*has no scheme/],
    ['postgresql:h/db', /has no scheme/],
    ['postgresql://u:canary#canary@h/db', /has a #/],
    ['postgresql://u:canary/canary@h/db', /has a host or port that is none/],
    ['postgresql://u:p@h:70000/db', /has a host or port that is none/],
    ['postgresql://u:canary@h1:5432,h2:5432/db', /^names several hosts/],
    ['postgresql://u:canary@/db?host=h1,h2', /^names several hosts/],
    ['postgresql://u:canary@h/db?sslmode=requires', /^has an sslmode that is none of disable, allow, prefer, require, verify-ca, verify-full$/],
    ['postgresql://u:canary@h/db?sslmode=verify-ca', /^has sslmode=verify-ca, which needs sslrootcert/],
    ['postgresql://u:canary@h/db?sslmod=require', /^has a parameter that is not known here \(sslmod\); leave it out$/],
    ['postgresql://u:canary@h/db?target_session_attrs=standby', /^has a target_session_attrs that this service does not do/],
    ['postgresql://u:canary@h/db?currentSchema=auth', /^has a currentSchema that this service does not do/],
    ['postgresql://u:canary@h/db?port=x', /^has a port that is no number$/],
  ])('is refused in words that hold nothing of it: %s', (text, told) => {
    expect(() => readPostgresUrl(text)).toThrow(told);
    expect(() => readPostgresUrl(text)).not.toThrow(/canary/);
  });
});
