// npm run sizes: checks the size rule. Migrations are exempt, because they are history, and what is generated or built.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './prepare.mjs';

const MEDIAN = 60;
const P95 = 250;
const MOST = 400;
const MOST_SPEC = 600;

const files = ['apps', 'libs', 'extensions', 'examples', 'bench', 'torture', 'scripts', 'bin'].flatMap((folder) => filesUnder(join(root, folder))).map((path) => ({ path: relative(root, path), lines: linesOf(path) }));
const isSpec = ({ path }) => /spec\.ts$/.test(path);
const sources = files.filter((file) => !isSpec(file));
const specs = files.filter(isSpec);
const tooLong = [...sources.filter(({ lines }) => lines > MOST), ...specs.filter(({ lines }) => lines > MOST_SPEC)];
const median = percentile(sources, 0.5);
const p95 = percentile(sources, 0.95);

console.log(`sources: ${sources.length} files, median ${median} (≤ ${MEDIAN}), 95 % within ${p95} (≤ ${P95}), longest ${percentile(sources, 1)} (≤ ${MOST})`);
console.log(`specs:   ${specs.length} files, longest ${percentile(specs, 1)} (≤ ${MOST_SPEC})`);
if (median > MEDIAN) console.log(`warning: the median is over ${MEDIAN}`);
for (const { path, lines } of tooLong) console.error(`too long: ${path} (${lines})`);
if (p95 > P95) console.error(`too many long files: 95 % should be within ${P95} lines`);
process.exitCode = tooLong.length > 0 || p95 > P95 || sources.length === 0 ? 1 : 0;

function percentile(of, share) {
  const sorted = of.map(({ lines }) => lines).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function linesOf(path) {
  return readFileSync(path, 'utf8').replace(/\n$/, '').split('\n').length;
}

function filesUnder(folder) {
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['migrations', 'node_modules', 'generated', 'dist'].includes(entry.name) ? [] : filesUnder(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
  });
}
