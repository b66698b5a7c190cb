import { evictionPolicyIn } from './eviction-policy.js';

describe('the eviction policy of Redis', () => {
  it('is told where entries may go before their time', () => {
    expect(evictionPolicyIn('# Memory\r\nused_memory:1\r\nmaxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\nmem_allocator:x\r\n')).toBe('allkeys-lru');
  });

  it.each(['# Memory\r\nmaxmemory_policy:noeviction\r\n', '# Memory\r\nused_memory:1\r\n', undefined])('is none in %j', (info) => {
    expect(evictionPolicyIn(info)).toBeUndefined();
  });
});
