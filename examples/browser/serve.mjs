// node examples/browser/serve.mjs [port] [URL of AuthEngine]: serves the page, as any web server could.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const [port = '5173', authengine = 'http://localhost:8000'] = process.argv.slice(2);
const FILES = { '/': ['index.html', 'text/html'], '/app.mjs': ['app.mjs', 'text/javascript'], '/authengine.mjs': ['authengine.mjs', 'text/javascript'] };
// The page runs its own scripts and talks to AuthEngine, and nothing else.
const POLICY = `default-src 'none'; script-src 'self'; connect-src ${new URL(authengine).origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

createServer(async ({ url }, response) => {
  const [file, type] = FILES[url] ?? [];
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  const text = await readFile(new URL(file, import.meta.url), 'utf8');
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' });
  response.end(text.replace('content="http://localhost:8000"', () => `content="${authengine}"`));
}).listen(Number(port), 'localhost', () => {
  console.log(`http://localhost:${port}`);
});
