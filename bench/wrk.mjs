// wrk makes more load with one core than Node does, so the server is the limit, and not the load. It is used where this machine has it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const hasWrk = spawnSync('wrk', ['-v']).error === undefined;

const MS = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/** `seconds` of load, a whole number, going round `requests`, which differ in their bodies alone. It looks at statuses, and at no body. */
export async function runWrk({ base }, requests, seconds, connections) {
  const dir = mkdtempSync(join(tmpdir(), 'authengine-bench-wrk-'));
  try {
    const [script, bodies] = [join(dir, 'requests.lua'), join(dir, 'bodies')];
    writeFileSync(script, scriptFor(requests[0], bodies));
    writeFileSync(bodies, requests.map(({ body }) => `${body}\n`).join(''));
    const child = spawn('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '60s', '--latency', '-s', script, base], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`wrk ended with ${code}: ${text}`);
    return result(text);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function scriptFor({ method, path, headers }, bodies) {
  const named = Object.entries(headers).map(([name, value]) => `[${quoted(name)}]=${quoted(value)}`);
  return `
    function init(args)
      requests = {}
      for body in io.lines(${quoted(bodies)}) do
        requests[#requests + 1] = wrk.format(${quoted(method)}, ${quoted(path)}, {${named.join(', ')}}, body)
      end
    end
    local i = 0
    function request()
      i = i % #requests + 1
      return requests[i]
    end`;
}

/** As Lua reads it. */
function quoted(text) {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function result(text) {
  const number = (pattern) => Number(pattern.exec(text)?.[1] ?? 0);
  const percentile = (share) => {
    const [, value, unit] = new RegExp(`^\\s*${share}%\\s+([\\d.]+)(us|ms|s|m)`, 'm').exec(text) ?? [];
    return Number(value) * MS[unit];
  };
  const requests = number(/(\d+) requests in/);
  return {
    requests,
    rps: number(/Requests\/sec:\s+([\d.]+)/),
    p50: percentile(50),
    p99: percentile(99),
    failures: number(/Non-2xx or 3xx responses: (\d+)/) + [...(/Socket errors: (.*)/.exec(text)?.[1] ?? '').matchAll(/\d+/g)].reduce((sum, [count]) => sum + Number(count), 0),
    said: text,
  };
}
