import { cpSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@authengine/config';
import { AuditTrail, defineAuditEvents } from '@authengine/contracts';
import { Transactions } from '@authengine/persistence';
import { migratedDataFolder } from '@authengine/testing';
import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { createApplication } from '../../../api/src/application.js';
import { openStores } from '../../../api/src/open-stores.js';
import { CommandFault } from '../fail-command.js';
import { BundleCommand } from './bundle.command.js';
import { RotateKeyCommand } from './rotate-key.command.js';
import { VerifyCommand } from './verify.command.js';

const { done } = defineAuditEvents({ done: { name: 'sample.verified.done', description: '', resource: 'User', metadata: ['n'] } });

const STRANGER = '00000000-0000-4000-8000-000000000000';

describe('AU-01 authengine audit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'authengine-test-'));
  const file = (name: string): string => join(folder, name);
  const anchors = file('anchors');
  const variables = { NODE_ENV: 'test', LOG_LEVEL: 'silent', APP_URL: 'http://auth.test', BCRYPT_COST: '4', SUPERADMIN_EMAIL: 'root@auth.test', AUTHENGINE_DATA_DIR: folder, AUDIT_ANCHOR_FILE: anchors, AUDIT_CHECKPOINT_SECONDS: '1' };
  const tenant = '0b1f3c52-7f4e-4a00-9d1b-3f2a8c6e5b10';
  let said: jest.SpyInstance;

  const within = async <T>(work: (app: INestApplication) => Promise<T>): Promise<T> => {
    const settings = loadSettings(variables);
    const stores = await openStores(settings);
    const app = await createApplication(settings, stores.postgres);
    try {
      return await work(app);
    } finally {
      await app.close();
      await stores.close();
    }
  };
  const record = (app: INestApplication, count: number): Promise<void> =>
    app.get(Transactions).run(async () => {
      for (let n = 0; n < count; n += 1) await app.get(AuditTrail).record(done, { tenantId: tenant, targetUserId: tenant, metadata: { n } });
    });
  const verify = (options: Parameters<VerifyCommand['run']>[1] = {}): Promise<void> => new VerifyCommand({ variables }).run([], options);
  const faultsOf = (options: Parameters<VerifyCommand['run']>[1] = {}): Promise<string> => verify(options).then(() => '', (error: unknown) => (error instanceof CommandFault ? error.message : Promise.reject(error as Error)));
  /** The bundle with its lines of entries changed. */
  const changed = (change: (entries: string[]) => string[]): string => {
    const lines = readFileSync(file('bundle'), 'utf8').trimEnd().split('\n');
    const [entries, others] = [lines.filter((line) => line.includes('"type":"entry"')), lines.filter((line) => !line.includes('"type":"entry"'))];
    const end = others.pop() ?? '';
    writeFileSync(file('changed'), [...others, ...change(entries), end].join('\n'));
    return file('changed');
  };

  beforeAll(async () => {
    said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    cpSync(await migratedDataFolder(), folder, { recursive: true });
    await within(async (app) => {
      await record(app, 5);
      for (let i = 0; i < 600 && !(existsSync(anchors) && readFileSync(anchors, 'utf8').includes(`tenants/${tenant}\n5\n`)); i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
      writeFileSync(file('keys'), (await request(app.getHttpServer() as Server).get('/api/v1/audit/keys').expect(200)).text);
    });
    await new BundleCommand({ variables }).run([file('bundle')], { tenant });
  });
  afterAll(() => said.mockRestore());

  const offline = (bundle: string): Parameters<VerifyCommand['run']>[1] => ({ bundle, keys: file('keys'), checkpoints: [anchors] });

  it('verifies the stores, and a bundle without them', async () => {
    await verify({ checkpoints: [anchors] });
    await verify(offline(file('bundle')));
    const text = said.mock.calls.flat().join('\n');
    expect(text).toContain('whole: auth.test/audit/platform, ');
    expect(text.match(new RegExp(`whole: auth.test/audit/tenants/${tenant}, 5 entries, 5 of them proven`, 'g'))).toHaveLength(2);
    expect(statSync(file('bundle')).mode & 0o077).toBe(0);
  });

  it.each<[string, (entries: string[]) => string[], RegExp]>([
    ['a changed field', (entries) => entries.map((line, i) => (i === 2 ? line.replace('"status":"success"', '"status":"denied"') : line)), /^altered: .*place 2, entry/m],
    ['a changed personal field', (entries) => entries.map((line, i) => (i === 2 ? line.replace('"ip_address":null', '"ip_address":"203.0.113.9"') : line)), /^altered: .*place 2, .*ip_address/m],
    ['a removed entry', (entries) => entries.filter((_, i) => i !== 1), /^missing: .*place 1/m],
    ['a cut tail', (entries) => entries.slice(0, 3), /^cut: .*place 3/m],
    ['two swapped', ([a = '', b = '', ...others]) => [b, a, ...others], /^reordered: .*place 0/m],
    ['two that changed their places', (entries) => entries.map((line, i) => (i === 1 || i === 3 ? (entries[4 - i] ?? '').replace(/"index":\d/, `"index":${i}`) : line)), /^reordered: .*place 1.*belongs at place 3/m],
  ])('names %s in a bundle', async (_, change, named) => {
    expect(await faultsOf(offline(changed(change)))).toMatch(named);
  });

  it('holds the log of the platform to a witness', async () => {
    const command = new VerifyCommand({ variables });
    expect(() => command.parseWitness('witness.test+00000000+AAAA')).toThrow(CommandFault);
    const witness = command.parseWitness('witness.example.com+29e33b85+BGT2RjGq64txrNesNAGi3OazVuKfjg0xdkLVjQHk8zjh');
    expect(await faultsOf({ witness })).toMatch(/^unwitnessed: auth\.test\/audit\/platform, .*witness\.example\.com/m);
    expect(said.mock.calls.flat().join('\n')).toContain(', 0 by checkpoints that witness.example.com cosigned');
    expect(await faultsOf({ ...offline(file('bundle')), witness })).toBe('');
  });

  it('says what it needs, and what is no bundle', async () => {
    expect(await faultsOf({ bundle: file('bundle') })).toContain('--keys');
    expect(await faultsOf({ bundle: file('none'), keys: file('keys') })).toContain('ENOENT');
    writeFileSync(file('empty'), '');
    expect(await faultsOf({ bundle: file('empty'), keys: file('keys') })).toContain('no evidence bundle');
    expect(await faultsOf({ bundle: file('keys'), keys: file('keys') })).toContain('damaged');
    expect(await faultsOf({ bundle: file('bundle'), keys: file('bundle') })).toContain('no public keys');
    const bundle = new BundleCommand({ variables });
    await expect(bundle.run([file('none')], { tenant: STRANGER })).rejects.toThrow('There is no such log');
    await expect(bundle.run([file('bundle')], { tenant })).rejects.toThrow(new CommandFault(`${file('bundle')} is there already, and is not replaced.`));
    await expect(bundle.run([file('nowhere/bundle')], { tenant })).rejects.toThrow(new CommandFault(`${file('nowhere')} is not there.`));
  });

  it('calls no tenant whole of whom nothing was recorded', async () => {
    const command = new VerifyCommand({ variables });
    expect(command.parseTenant(tenant.toUpperCase())).toBe(tenant);
    expect(() => command.parseTenant('nope')).toThrow(new CommandFault('nope is no id of a tenant.'));
    said.mockClear();
    expect(await faultsOf({ tenant: STRANGER })).toBe('There is no log of this tenant: nothing was recorded in it.');
    expect(said.mock.calls.flat().join('\n')).not.toContain(STRANGER);
  });

  it('takes a new key, which those who verify must have been told', async () => {
    await new RotateKeyCommand({ variables }).run();
    await within((app) => record(app, 1));
    await new BundleCommand({ variables }).run([file('later')], { tenant });
    expect(await faultsOf(offline(file('later')))).toMatch(/^unknown key/m);
    await within(async (app) => {
      writeFileSync(file('new-keys'), (await request(app.getHttpServer() as Server).get('/api/v1/audit/keys').expect(200)).text);
    });
    await verify({ ...offline(file('later')), keys: file('new-keys') });
    await verify({ checkpoints: [anchors] });
  });

  it('names what was changed in the stores', async () => {
    await within((app) => app.get(DataSource).query("UPDATE audit_entries SET status = 'failure' WHERE action = 'sample.verified.done' AND metadata->>'n' = '3'"));
    const said = await faultsOf({ tenant });
    expect(said).toMatch(/^altered: auth.test\/audit\/platform, place \d+/m);
    expect(said).toMatch(new RegExp(`^altered: auth.test/audit/tenants/${tenant}, place 3`, 'm'));
  });
});
