import { spawn } from 'node:child_process';
import { bearer, logIn, logInAsSuperAdmin, signUp } from '../../apps/api/test/kit/person.js';
import { createTestApp, type TestApp } from '../../apps/api/test/test-app.js';

describe('the first steps of docs/integrate', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('end with a key that lets in whoever got the role, and nobody else', async () => {
    const email = await signUp(test);
    const { access_token: admin } = await logInAsSuperAdmin(test);
    const { PATH = '', HOME = '' } = process.env;
    const output = await new Promise<string>((resolve) => {
      const child = spawn('bash', ['--norc', '-euo', 'pipefail', 'examples/gateways/first-steps.sh'], { env: { PATH, HOME, AUTHENGINE: test.url, ADMIN: admin, EMAIL: email }, stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.once('close', (code) => {
        resolve(`${text}${code === 0 ? '' : `exit code ${code}`}`);
      });
    });
    const key = /"raw_key":"(ae_sk_\w+)"/.exec(output)?.[1] ?? output;
    const ask = async (token: string): Promise<number> => (await fetch(`${test.url}/api/v1/auth/forward`, { headers: { 'X-API-Key': key, ...bearer(token) } })).status;
    expect(key).toMatch(/^ae_sk_[0-9a-f]{64}$/);
    expect(await ask((await logIn(test, email)).access_token)).toBe(200);
    expect(await ask((await logIn(test, await signUp(test))).access_token)).toBe(403);
  });
});
