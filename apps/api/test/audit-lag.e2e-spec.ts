import { AuditRelay } from '@authengine/audit';
import { PATIENCE_MS } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { call, newAddress } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the lag of the audit log', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  const relay = (): AuditRelay => test.app.get(AuditRelay, { strict: false });
  const metric = async (name: string): Promise<number | undefined> => {
    const { text } = await test.http.get('/metrics').expect(200);
    const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
    return value === undefined ? undefined : Number(value);
  };

  it('is a metric: what waits, how long the first of it has waited, and nothing once it is shipped', async () => {
    await relay().flush(PATIENCE_MS);
    expect(await metric('audit_outbox_entries')).toBe(0);
    expect(await metric('audit_outbox_oldest_seconds')).toBe(0);
    await relay().stop();
    for (let n = 0; n < 3; n += 1) expect((await call(test, 'POST', '/auth/login', { email: newAddress(), password: 'not the password' })).status).toBe(401);
    expect(await metric('audit_outbox_entries')).toBe(3);
    await test.dataSource.query("UPDATE audit_outbox SET created_at = created_at - interval '90 seconds' WHERE seq = (SELECT min(seq) FROM audit_outbox)");
    const oldest = await metric('audit_outbox_oldest_seconds');
    expect(oldest).toBeGreaterThanOrEqual(90);
    expect(oldest).toBeLessThan(180);
    relay().start();
    await relay().flush(PATIENCE_MS);
    expect(await metric('audit_outbox_entries')).toBe(0);
    expect(await metric('audit_outbox_oldest_seconds')).toBe(0);
  });

  it('is told as unknown, not as none, while PostgreSQL does not answer', async () => {
    const query = jest.spyOn(test.app.get(DataSource).manager, 'query').mockRejectedValue(new Error('connect ECONNREFUSED 10.0.0.1'));
    try {
      expect(await metric('audit_outbox_entries')).toBeUndefined();
      expect(await metric('process_cpu_seconds_total')).toBeGreaterThan(0);
    } finally {
      query.mockRestore();
    }
    expect(await metric('audit_outbox_entries')).toBe(0);
  });
});
