/**
 * What `work` took of the processor, in milliseconds: the least of `attempts`, so that neither another process nor a collection
 * of garbage counts. What else this process does meanwhile is in it.
 */
export async function cpuMsOf(work: () => unknown, attempts: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
