import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { FakeClock, FakeProvider } from '@authengine/testing';
import { turnOn } from '../../apps/api/test/kit/authenticator.js';
import { auditOf } from '../../apps/api/test/kit/person.js';
import { Browser, someone, type Person } from '../../apps/api/test/kit/social.js';
import { createTestApp, type TestApp } from '../../apps/api/test/test-app.js';

/** The script, and what it has said. */
class Script {
  private text = '';
  private readonly process: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(url: string) {
    this.process = spawn(process.execPath, [join(process.cwd(), 'examples/native/sign-in.mjs'), url, 'github']);
    for (const stream of [this.process.stdout, this.process.stderr]) stream?.on('data', (chunk: Buffer) => void (this.text += chunk.toString()));
    this.ended = new Promise((resolve) => this.process.once('close', resolve));
  }

  /** Its words, once `pattern` is among them. */
  async says(pattern: RegExp): Promise<string> {
    let over = false;
    void this.ended.then(() => { over = true; });
    while (!pattern.test(this.text)) {
      if (over) throw new Error(`it ended, and said:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.text;
  }

  type(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  /** Where it sends the browser. */
  async login(): Promise<URL> {
    return new URL(/^http\S+$/m.exec(await this.says(/^http\S+\n/m))?.[0] ?? '');
  }

  stop(): void {
    this.process.kill();
  }
}

describe('the script of the native example', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let browser: Browser;
  let script: Script;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { REDIRECT_ALLOWLIST: 'http://127.0.0.1' } });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    browser = new Browser(test, provider);
    script = new Script(test.url);
  });
  afterEach(() => {
    script.stop();
  });

  /** There and back: where the browser is sent in the end. */
  const approved = async ({ person }: Person): Promise<URL> => {
    const { pathname, search } = await script.login();
    const back = await browser.back(provider.approve((await browser.get(pathname + search)).location, person));
    expect(back.status).toBe(302);
    return new URL(back.location);
  };

  it('signs in on a free port of the machine, and out again', async () => {
    const ada = someone();
    const back = await approved(ada);
    expect([back.hostname, back.pathname, Number(back.port) > 0]).toEqual(['127.0.0.1', '/callback', true]);
    expect((await fetch(back)).status).toBe(200);
    const said = await script.says(/Signed out/);
    expect(said).toContain(`Signed in as ${ada.email}.`);
    expect(said).not.toMatch(/ae_rt_|eyJ/);
    expect(await script.ended).toBe(0);
    const [out] = await auditOf(test, { action: 'auth.session.logged_out' });
    expect(out).toMatchObject({ status: 'success' });
  });

  it('asks for a second factor', async () => {
    const ada = someone();
    const { recoveryCodes } = await turnOn(test, (await browser.signIn('github', ada)).body.access_token);
    await fetch(await approved(ada));
    await script.says(/second factor: /);
    script.type(recoveryCodes[0] ?? '');
    await script.says(/Signed in as/);
    expect(await script.ended).toBe(0);
  });

  it('waits on when a stranger’s page sends a browser to its port', async () => {
    const back = await approved(someone());
    const strangers = new URL(back);
    strangers.searchParams.set('state', 'a-strangers');
    for (const url of [strangers, new URL('/callback?code=x', back), new URL('/other?code=x', back)]) expect((await fetch(url)).status).toBe(404);
    expect((await fetch(back)).status).toBe(200);
    await script.says(/Signed out/);
  });

  it('says so when the sign-in is refused', async () => {
    const { pathname, search } = await script.login();
    const at = provider.approve((await browser.get(pathname + search)).location, someone().person, { code: undefined, error: 'access_denied' });
    await fetch((await browser.back(at)).location);
    expect(await script.says(/refused: /)).toContain('refused: access_denied');
    expect(await script.ended).toBe(1);
  });
});
