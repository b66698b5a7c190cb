import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { FakeHub, KEY } from './fake-hub.js';

const ROOT = resolve(__dirname, '../../..');
const SLOW = 240_000;

const ESM = `
import { AuthEngine } from '@authengine/sdk';
const engine = await AuthEngine.connect({ url: process.argv[2], apiKey: process.argv[3] });
console.log((await engine.introspect({ token: 't' })).active);
`;
const CJS = `
const { AuthEngine } = require('@authengine/sdk');
AuthEngine.connect({ url: process.argv[2], apiKey: process.argv[3] }).then((engine) => engine.introspect({ token: 't' })).then(({ active }) => console.log(active));
`;
const EXPRESS = `
import { AuthEngine } from '@authengine/sdk';
import { protect, userOf } from '@authengine/sdk/express';
export const handler = protect(new AuthEngine({ url: 'https://auth.example.com', apiKey: 'x' }), { permissions: ['orders.view'] });
export const who = (request: object): string => userOf(request).sub;
`;
const TESTING = `
import { AuthEngine } from '@authengine/sdk';
import { TestHub } from '@authengine/sdk/testing';
const hub = new TestHub();
export const engine = new AuthEngine(hub.options({ mode: 'bounded' }));
export const token: string = hub.signIn(hub.user());
`;
const NEST = `
import { Controller, Get, Module } from '@nestjs/common';
import type { ActiveToken } from '@authengine/sdk';
import { AuthEngineModule, AuthMode, CurrentUser, Public, RequirePermissions } from '@authengine/sdk/nest';
@Controller('tenants/:tenant_id/orders')
export class Orders {
  @Get() @RequirePermissions('orders.view') @AuthMode('bounded') list(@CurrentUser() user: ActiveToken): string { return user.sub; }
  @Get('open') @Public() open(): void {}
}
export class Config { key = 'x' }
@Module({ imports: [AuthEngineModule.forRootAsync({ inject: [Config], useFactory: (config: Config) => ({ url: 'https://auth.example.com', apiKey: config.key }) })], controllers: [Orders] })
export class Service {}
`;
const TYPED = `
import { AuthEngine, type ActiveToken, type Decision, type Mode } from '@authengine/sdk';
export async function run(engine: AuthEngine): Promise<ActiveToken | undefined> {
  const mode: Mode = 'offline-tolerant: 30 s';
  const decision: Decision = await engine.decide({ token: 't', tenantId: 'x', permissions: ['orders.view'], mode });
  const me = await engine.api.call('get', '/me', { token: 't' });
  const email: string | null = me.email;
  const login = await engine.api.call('post', '/auth/login', { body: { email: email ?? '', password: 'x' } });
  void login;
  // @ts-expect-error there is no such route
  await engine.api.call('get', '/nowhere');
  // @ts-expect-error the path has a parameter
  await engine.api.call('delete', '/platform/users/{id}', { token: 't' });
  // @ts-expect-error there is no such mode
  await engine.introspect({ token: 't', mode: 'fast' });
  return decision.outcome === 'allowed' ? decision.user : undefined;
}
`;

describe('the package, installed in an empty folder', () => {
  let folder: string;
  let hub: FakeHub;
  let bytes: number;

  beforeAll(async () => {
    hub = await new FakeHub().start();
    folder = mkdtempSync(join(tmpdir(), 'authengine-sdk-'));
    const made = join(folder, 'made');
    mkdirSync(made);
    for (const name of ['package.json', 'README.md']) cpSync(join(ROOT, 'libs/sdk', name), join(made, name));
    run(process.execPath, [join(ROOT, 'scripts/build-sdk.mjs'), join(made, 'dist')], ROOT);
    run('npm', ['pack', '--pack-destination', folder], made);
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    bytes = statSync(join(folder, tarball)).size;
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`], folder);
    rmSync(made, { recursive: true });
  }, SLOW);
  afterAll(async () => {
    await hub.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return name;
  };

  it('weighs less than 100 kB and brings no other package', () => {
    expect(bytes).toBeLessThan(100_000);
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@authengine']);
  });

  it.each([
    ['an ES module', 'esm.mjs', ESM],
    ['CommonJS', 'cjs.cjs', CJS],
  ])('works from %s', async (_, name, text) => {
    expect((await runAside(process.execPath, [write(name, text), hub.url, KEY], folder)).trim()).toBe('false');
  }, SLOW);

  it.each([
    ['an ES module', 'typed.mts'],
    ['CommonJS', 'typed.cts'],
  ])('works from strict TypeScript, as %s, without the types of Node or a browser', (_, name) => {
    typecheck(write(name, TYPED));
  }, SLOW);

  it('has types for Express and tests, and for Nest where that is installed', () => {
    typecheck(write('express.mts', EXPRESS));
    typecheck(write('testing.mts', TESTING));
    for (const name of ['@nestjs', 'rxjs', 'reflect-metadata', '@types']) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    for (const name of ['nest.mts', 'nest.cts']) typecheck(write(name, NEST), { experimentalDecorators: true, skipLibCheck: true, types: ['node'] });
  }, SLOW);

  it.each([
    ['an ES module', 'subpaths.mjs', "import { protect } from '@authengine/sdk/express'; import { AuthEngineGuard } from '@authengine/sdk/nest'; import { TestHub } from '@authengine/sdk/testing'; console.log(typeof protect, typeof AuthEngineGuard, typeof TestHub);"],
    ['CommonJS', 'subpaths.cjs', "const { protect } = require('@authengine/sdk/express'); const { AuthEngineGuard } = require('@authengine/sdk/nest'); const { TestHub } = require('@authengine/sdk/testing'); console.log(typeof protect, typeof AuthEngineGuard, typeof TestHub);"],
  ])('has its parts for %s', (_, name, text) => {
    expect(run(process.execPath, [write(name, text)], folder).trim()).toBe('function function function');
  });

  function typecheck(file: string, more: Record<string, unknown> = { lib: ['es2022'], types: [] }): void {
    const config = write(`tsconfig.${file}.json`, JSON.stringify({ compilerOptions: { noEmit: true, strict: true, exactOptionalPropertyTypes: true, module: 'nodenext', target: 'es2022', ...more }, files: [file] }));
    run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config], folder);
  }
});

function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: SLOW });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

/** While this process goes on and answers. */
async function runAside(command: string, args: readonly string[], cwd: string): Promise<string> {
  return (await promisify(execFile)(command, args, { cwd, encoding: 'utf8', timeout: SLOW })).stdout;
}
