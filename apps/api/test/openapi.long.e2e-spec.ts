import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

describe('the OpenAPI document of the build', () => {
  it('is refused by no validator, and a TypeScript client is made of it', async () => {
    const cli = join(process.cwd(), 'dist', 'apps', 'cli', 'src', 'main.js');
    if (!existsSync(cli)) throw new Error('there is no build; `npm test` and `npm run build` make one');
    const file = join(mkdtempSync(join(tmpdir(), 'authengine-openapi-')), 'openapi.json');
    writeFileSync(file, (await run(process.execPath, [cli, 'docs', '--openapi'], { maxBuffer: 64 * 1024 * 1024 })).stdout);
    const { stdout } = await run(process.execPath, [join(process.cwd(), 'scripts', 'openapi-check.mjs'), file]);
    expect(stdout).toContain('The OpenAPI document is valid');
  }, 300_000);
});
