// bcrypt alone, as many at once as the product runs: what no login can be quicker than. Prints hashes, seconds and CPU.
import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';

const [cost, seconds] = process.argv.slice(2).map(Number);
const hash = bcrypt.hashSync('a password', cost);
const until = performance.now() + seconds * 1000;
const began = performance.now();
const cpuBefore = process.cpuUsage();
let hashes = 0;
await Promise.all(
  Array.from({ length: Math.max(1, availableParallelism() - 1) }, async () => {
    for (; performance.now() < until; hashes += 1) await bcrypt.compare('a password', hash);
  }),
);
const { user, system } = process.cpuUsage(cpuBefore);
console.log(JSON.stringify({ hashes, seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 }));
