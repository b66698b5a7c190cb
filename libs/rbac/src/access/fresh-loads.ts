/**
 * Shares loads among callers, but never gives a caller a result that was loaded before it asked: it can only join a
 * load that has not begun. For each key one load runs, and at most one waits.
 */
export class FreshLoads<K, V> {
  private readonly running = new Map<K, Promise<V>>();
  private readonly waiting = new Map<K, Promise<V>>();

  constructor(private readonly load: (key: K) => Promise<V>) {}

  get(key: K): Promise<V> {
    const waiting = this.waiting.get(key);
    if (waiting) return waiting;
    const running = this.running.get(key);
    if (!running) return this.start(key);
    const next = running
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        this.waiting.delete(key);
        return this.start(key);
      });
    this.waiting.set(key, next);
    return next;
  }

  private start(key: K): Promise<V> {
    const load = this.load(key).finally(() => {
      this.running.delete(key);
    });
    this.running.set(key, load);
    return load;
  }
}
