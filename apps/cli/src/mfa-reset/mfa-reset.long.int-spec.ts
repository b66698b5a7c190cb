import type { INestApplication } from '@nestjs/common';
import { loadSettings } from '@authengine/config';
import { openTestStores, People, type TestStores } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { createApplication } from '../../../api/src/application.js';
import { openStores } from '../../../api/src/open-stores.js';
import { CommandFault } from '../fail-command.js';
import { MfaResetCommand } from './mfa-reset.command.js';

const SUPER_ADMIN = 'root@auth.test';

describe('authengine mfa-reset', () => {
  let stores: TestStores;
  let variables: Record<string, string>;

  beforeAll(async () => {
    stores = await openTestStores();
    variables = { NODE_ENV: 'test', LOG_LEVEL: 'silent', APP_URL: 'http://auth.test', BCRYPT_COST: '4', SUPERADMIN_EMAIL: SUPER_ADMIN, ...stores.variables };
  });
  afterAll(() => stores.close());

  const within = async <T>(work: (app: INestApplication) => Promise<T>): Promise<T> => {
    const settings = loadSettings(variables);
    const opened = await openStores(settings);
    const app = await createApplication(settings, opened.postgres);
    try {
      return await work(app);
    } finally {
      await app.close();
      await opened.close();
    }
  };
  const reset = (email: string): Promise<void> => new MfaResetCommand({ variables }).run([email]);

  it('takes the super admin’s second factor and sessions, says no where there is nothing to take, and is on record', async () => {
    const told = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await within(async (app) => {
      const database = app.get(DataSource);
      const [root] = await database.query<{ id: never }[]>('UPDATE users SET mfa_enabled = true WHERE email = $1 RETURNING id', [SUPER_ADMIN]).then(([rows]: unknown[]) => rows as { id: never }[]);
      await new People(database).session(root?.id as never);
    });
    await reset(' ROOT@auth.test');
    expect(told.mock.calls.flat().join()).toContain('every session is over');
    await expect(reset(SUPER_ADMIN)).rejects.toThrow(CommandFault);
    await within(async (app) => {
      const [row] = await app.get(DataSource).query<Record<string, unknown>[]>(
        `SELECT mfa_enabled, (SELECT count(*)::int FROM sessions s WHERE s.user_id = u.id AND ended_at IS NULL) AS live,
                (SELECT count(*)::int FROM audit_entries WHERE action = 'mfa.factors.reset' AND target_user_id = u.id::text AND actor_id IS NULL) AS entries
           FROM users u WHERE email = $1`,
        [SUPER_ADMIN],
      );
      expect(row).toEqual({ mfa_enabled: false, live: 0, entries: 1 });
    });
    told.mockRestore();
  });
});
