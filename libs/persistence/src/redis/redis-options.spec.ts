import { redisOptions } from './redis-options.js';

describe('the connection that REDIS_URL names', () => {
  it('is a server', () => {
    expect(redisOptions('rediss://user:secret@h1:6380/2')).toMatchObject({ type: 'single', options: { host: 'h1', port: 6380, db: 2, username: 'user', password: 'secret', tls: {} } });
  });

  it('is the primary of a Sentinel set, by its name or the one that Sentinel gives by default', () => {
    const sentinels = [
      { host: 'h1', port: 26379 },
      { host: '2001:db8::7', port: 26380 },
    ];
    expect(redisOptions('rediss+sentinel://user:p%40ss@h1,[2001:db8::7]:26380/main/3')).toMatchObject({ type: 'single', options: { sentinels, name: 'main', db: 3, username: 'user', password: 'p@ss', tls: {} } });
    for (const url of ['redis+sentinel://h1', 'redis+sentinel://h1/']) expect(redisOptions(url)).toMatchObject({ options: { name: 'mymaster', db: 0 } });
  });

  it('is a Cluster, by those of its nodes that are named', () => {
    const nodes = [
      { host: 'h1', port: 7001 },
      { host: 'h2', port: 6379 },
    ];
    expect(redisOptions('redis+cluster://:secret@h1:7001,h2')).toMatchObject({ type: 'cluster', nodes, options: { redisOptions: { password: 'secret' } } });
  });
});
