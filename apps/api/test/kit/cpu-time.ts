/** What `work` took of the processor, in milliseconds. What else this process does meanwhile is in it. */
async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * What each of `works` takes of the processor, in milliseconds: the least of `attempts`, made in turns, so that neither another
 * process, nor a collection of garbage, nor a compiler's threads count for one of them alone.
 */
export async function cpuMsOfEach(works: readonly (() => unknown)[], attempts: number): Promise<number[]> {
  const least = works.map(() => Number.POSITIVE_INFINITY);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    for (const [place, work] of works.entries()) least[place] = Math.min(least[place] ?? Number.POSITIVE_INFINITY, await cpuMs(work));
  }
  return least;
}

/** Each work is tried once; the dear ones are tried again in rounds, so that what this process did for a moment is not theirs. */
const ROUNDS = 30;

/** The names of the works that take more than `limit` milliseconds of the processor whenever they are tried, each with its least. */
export async function dearerThan(limit: number, works: ReadonlyMap<string, () => unknown>): Promise<string[]> {
  let dear = [...works].map(([name, work]) => ({ name, work, least: Number.POSITIVE_INFINITY }));
  for (let round = 0; round <= ROUNDS && dear.length > 0; round += 1) {
    for (const one of dear) one.least = Math.min(one.least, await cpuMs(one.work));
    dear = dear.filter(({ least }) => least > limit);
  }
  return dear.map(({ name, least }) => `${name}: ${Math.round(least)} ms`);
}
