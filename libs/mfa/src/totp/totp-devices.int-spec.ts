import { CryptoModule } from '@authengine/crypto';
import { User } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { FakeClock, openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { generateSync } from 'otplib';
import { DataSource } from 'typeorm';
import { TotpDevice } from './totp-device.entity.js';
import { TotpDevices } from './totp-devices.js';

const OLD_KEY = 'test-only first key of 32 bytes or more: h2Nv5sJ8qW';
const NEW_KEY = 'test-only second key of 32 bytes or more: p4Zc8uR1dX';

@Module({ imports: [CryptoModule, TypeOrmModule.forFeature([TotpDevice, User])], providers: [TotpDevices], exports: [TotpDevices] })
class DevicesModule {}

describe('TotpDevices', () => {
  const clock = new FakeClock();
  let database: TestDatabase;
  let node: TestingModule;
  let devices: TotpDevices;
  let user: UserId;

  const start = async (env: Record<string, string> = { SECRET_KEY: OLD_KEY }): Promise<void> => {
    node = await openLibrary(database.address, [DevicesModule], { clock, env });
    await node.init();
    devices = node.get(TotpDevices, { strict: false });
  };
  const codeAt = (secret: string, steps: number): string => generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) + steps * 30 });
  const sealed = async (): Promise<string> => {
    const [row] = await node.get(DataSource).query<{ sealed_secret: string }[]>('SELECT sealed_secret FROM totp_devices WHERE user_id = $1', [user]);
    return row?.sealed_secret ?? '';
  };

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await start();
    user = await new People(node.get(DataSource)).user();
  });
  afterEach(() => node.close());

  it('CF-03 keeps taking codes when SECRET_KEY rotates, and seals anew under the new key', async () => {
    const secret = await devices.propose(user);
    expect(await devices.confirm(user, codeAt(secret, -1))).toBe('confirmed');
    const before = await sealed();
    await node.close();

    await start({ SECRET_KEY: NEW_KEY, SECRET_KEYS_PREVIOUS: OLD_KEY });
    expect(await devices.accept(user, codeAt(secret, 0))).toBe(true);
    const after = await sealed();
    expect(after.split('.')[1]).not.toBe(before.split('.')[1]);
    await node.close();

    await start({ SECRET_KEY: NEW_KEY });
    expect(await devices.accept(user, codeAt(secret, 1))).toBe(true);
    expect(await sealed()).toBe(after);
  });

  it("opens no secret that was moved to another's row", async () => {
    await devices.propose(user);
    const other = await new People(node.get(DataSource)).user();
    const secret = await devices.propose(other);
    await node.get(DataSource).query('UPDATE totp_devices SET sealed_secret = (SELECT sealed_secret FROM totp_devices WHERE user_id = $2) WHERE user_id = $1', [user, other]);
    await expect(devices.confirm(user, codeAt(secret, 0))).rejects.toThrow(/tampered|sealed/i);
  });

  it('MF-01 takes a code once without any lock to help: the compare-and-set decides', async () => {
    const secret = await devices.propose(user);
    await devices.confirm(user, codeAt(secret, -1));
    const taken = await Promise.all(Array.from({ length: 20 }, () => devices.accept(user, codeAt(secret, 0))));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('a user has one device of each state, whatever is tried', async () => {
    await devices.propose(user);
    await expect(
      node.get(DataSource).query("INSERT INTO totp_devices (id, user_id, state, sealed_secret, created_at) SELECT gen_random_uuid(), user_id, state, sealed_secret, created_at FROM totp_devices WHERE user_id = $1", [user]),
    ).rejects.toMatchObject({ driverError: { code: '23505' } });
  });

  it('a rolled back use of a code leaves it good', async () => {
    const secret = await devices.propose(user);
    await devices.confirm(user, codeAt(secret, -1));
    const work = node.get(Transactions, { strict: false }).run(async () => {
      expect(await devices.accept(user, codeAt(secret, 0))).toBe(true);
      throw new Error('elsewhere');
    });
    await expect(work).rejects.toThrow('elsewhere');
    expect(await devices.accept(user, codeAt(secret, 0))).toBe(true);
  });
});
