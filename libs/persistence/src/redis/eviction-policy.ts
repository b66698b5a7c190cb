/** How Redis chooses what it throws away when its memory is full, out of `INFO memory`; undefined where it throws nothing away. */
export function evictionPolicyIn(info: unknown): string | undefined {
  const policy = typeof info === 'string' ? /^maxmemory_policy:([\w-]+)/m.exec(info)?.[1] : undefined;
  return policy === 'noeviction' ? undefined : policy;
}
