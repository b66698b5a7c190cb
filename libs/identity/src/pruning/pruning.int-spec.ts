import { User } from '@authengine/directory';
import { newId, type SessionId, type UserId } from '@authengine/kernel';
import { FakeClock, openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.js';
import { OneTimeToken } from '../one-time-tokens/one-time-token.entity.js';
import { Pruning } from './pruning.js';

@Module({ imports: [TypeOrmModule.forFeature([OneTimeToken, User])], providers: [OneTimeTokens, Pruning] })
class PruningModule {}

describe('pruning', () => {
  const clock = new FakeClock();
  let database: TestDatabase;
  let node: TestingModule;
  let pruning: Pruning;
  let tokens: OneTimeTokens;
  let user: UserId;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await openLibrary(database.address, [PruningModule], { clock });
    pruning = node.get(Pruning, { strict: false });
    tokens = node.get(OneTimeTokens, { strict: false });
    user = await new People(node.get(DataSource)).user();
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(async () => {
    clock.reset();
    await sql('DELETE FROM sessions');
    await sql('DELETE FROM one_time_tokens');
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => node.get(DataSource).query(text, values);
  const count = async (table: string): Promise<number> => (await sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n ?? -1;
  const issue = (ttlSeconds = 60): Promise<string> => tokens.issue({ purpose: 'a-purpose', ttlSeconds, userId: user });
  /** A session of the user whose idle time ran out, or runs out, so many days from now. */
  const session = async (idleDays: number, ended = false): Promise<SessionId> => {
    const id = newId<SessionId>();
    const now = clock.now().getTime();
    const at = (days: number): Date => new Date(now + days * 86_400_000);
    await sql(
      `INSERT INTO sessions (id, user_id, auth_strategy, rotated_at, authenticated_at, created_at, last_seen_at, idle_expires_at, expires_at, ended_at, end_reason)
       VALUES ($1, $2, 'email_password', $3, $3, $3, $3, $4, $5, $6, $7)`,
      [id, user, at(idleDays - 7), at(idleDays), at(idleDays + 23), ended ? at(idleDays - 7) : null, ended ? 'logout' : null],
    );
    return id;
  };
  const sessions = async (): Promise<SessionId[]> => (await sql<{ id: SessionId }>('SELECT id FROM sessions')).map(({ id }) => id);

  it('OV-03 forgets one-time tokens 30 days after they expired, used or not, and no earlier', async () => {
    const used = await issue();
    await tokens.claim('a-purpose', used);
    await issue();
    const long = await issue(20 * 86_400);
    clock.advance({ days: 29 });
    await pruning.prune();
    expect(await count('one_time_tokens')).toBe(3);
    clock.advance({ days: 2 });
    await pruning.prune();
    expect(await count('one_time_tokens')).toBe(1);
    clock.reset();
    expect(await tokens.claim('a-purpose', long)).not.toBeNull();
  });

  it('OV-03 keeps every session for the 90 days in which new devices are told by it, and those that stand', async () => {
    const kept = [await session(7), await session(-89), await session(-89, true), await session(1)];
    await session(-91);
    await session(-91, true);
    await pruning.prune();
    expect((await sessions()).sort()).toEqual([...kept].sort());
    clock.advance({ days: 2 });
    await pruning.prune();
    expect((await sessions()).sort()).toEqual([kept[0], kept[3]].sort());
  });

  it('keeps an old session that is refreshed again and again', async () => {
    const id = await session(-100);
    await sql('UPDATE sessions SET idle_expires_at = $2 WHERE id = $1', [id, new Date(clock.now().getTime() + 86_400_000)]);
    await pruning.prune();
    expect(await sessions()).toEqual([id]);
  });

  it('takes any number in batches, several processes at once', async () => {
    await sql(
      `INSERT INTO one_time_tokens (id, purpose, token_hash, user_id, created_at, expires_at)
       SELECT gen_random_uuid(), 'a-purpose', sha256(n::text::bytea), $1, now() - interval '60 days', now() - interval '40 days' FROM generate_series(1, 2500) n`,
      [user],
    );
    await issue();
    await Promise.all([pruning.prune(), pruning.prune(), pruning.prune()]);
    expect(await count('one_time_tokens')).toBe(1);
  });
});
