// What an introspection cannot do without, by the same libraries and with nothing around it: the headers of its answer, a request
// id, a measurement, the JSON, a digest of the token, four entries of Redis read with those of other requests, a request context.
// It decides nothing. What it costs is what is left when the product's own code costs nothing.
import { AsyncLocalStorage } from 'node:async_hooks';
import { hash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { Histogram } from 'prom-client';

const KEYS = ['bench:key', 'bench:session', 'bench:user', 'bench:epoch'];
const NAMES = ['Content-Security-Policy', 'Cross-Origin-Opener-Policy', 'Cross-Origin-Resource-Policy', 'Referrer-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options', 'Cache-Control'];
const fixed = NAMES.flatMap((name) => [name, 'same-origin']);
/** As long as an answer about a user without roles. */
const answer = JSON.stringify({ active: true, padding: 'x'.repeat(700) });

const redis = new Redis(process.env.REDIS_URL);
const context = new AsyncLocalStorage();
const known = new LRUCache({ max: 50_000 });
const duration = new Histogram({ name: 'seconds', help: 'seconds', labelNames: ['route'] }).labels('introspect');
await redis.mset(KEYS.flatMap((key) => [key, 'x'.repeat(60)]));

let batch;
/** One round trip for all that ask in one turn of the event loop. */
function read() {
  batch ??= new Promise((resolve, reject) => {
    setImmediate(() => {
      batch = undefined;
      redis.mget(KEYS).then(resolve, reject);
    });
  });
  return batch;
}

function serve(request, response) {
  const began = performance.now();
  const id = randomUUID();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { token = '' } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    const digest = hash('sha256', token, 'base64');
    if (!known.get(digest)) known.set(digest, true);
    void read().then(() => {
      response.writeHead(200, ['X-Request-Id', id, ...fixed, 'Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(answer.length)]);
      response.end(answer, 'latin1');
      duration.observe((performance.now() - began) / 1000);
    });
  });
}

createServer((request, response) => context.run({}, serve, request, response)).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
