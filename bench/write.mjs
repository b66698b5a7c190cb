// The table of docs/performance.md, from a run.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/prepare.mjs';
import { cores, pinned } from './servers.mjs';

const PAGE = join(root, 'docs/performance.md');

/** Each table stands between two comments that name it; the rest of the page is its writer's. */
export function writePage(parts, rows, stores) {
  const name = parts[0] === 'growth' ? 'growth' : 'run';
  const text = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${PAGE} has no ${begin} … ${end}`);
  writeFileSync(PAGE, `${text.slice(0, from)}${begin}\n${about(parts, stores)}\n\n${table(rows)}\n${text.slice(to)}`);
  console.log('wrote the table of docs/performance.md');
}

function about(parts, stores) {
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  const model = cpus()[0]?.model.trim() || 'unknown';
  const layout = pinned ? 'the servers on one core, the load and the stores on another' : 'servers, load and stores on the same cores';
  return `${new Date().toISOString().slice(0, 10)}; AuthEngine ${version}, Node ${process.versions.node}, ${type()} ${release()}, ${cores} cores (${model}), ${layout}; ${stores}. Parts: ${parts.join(', ')}.`;
}

function table(rows) {
  return ['| what | measured | limit | |', '| --- | ---: | ---: | --- |', ...rows.map(({ what, measured, limit, verdict }) => `| ${what} | ${measured} | ${limit} | ${verdict} |`)].join('\n');
}
