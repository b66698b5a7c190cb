import { LimitedBySource, Public } from '@authengine/contracts';
import { Counters, type Counter } from '@authengine/persistence';
import { Controller, Module, Post } from '@nestjs/common';
import { call, logIn, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const away = (): Error => Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });

@Controller('counted')
@Public()
@LimitedBySource()
class CountedController {
  private readonly counter: Counter;
  static fails = true;

  constructor(counters: Counters) {
    this.counter = counters.counter({ name: 'counted', points: 1, windowSeconds: 60 });
  }

  @Post()
  async count(): Promise<{ allowed: boolean }> {
    const { allowed } = await this.counter.spend('x');
    if (CountedController.fails) throw away();
    return { allowed };
  }
}
@Module({ controllers: [CountedController] })
class CountedModule {}

describe('while PostgreSQL is away', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ modules: [CountedModule] });
  });
  afterAll(() => test.close());
  afterEach(() => jest.restoreAllMocks());

  it('logins that are answered 503 spend no guesses: who knows the password is let in once it is back', async () => {
    const email = await signUp(test);
    jest.spyOn(test.dataSource, 'createQueryRunner').mockImplementation(() => {
      throw away();
    });
    const attempt = (): Promise<{ status: number }> => call(test, 'POST', '/auth/login', { email, password: PASSWORD });
    const statuses = [];
    for (let i = 0; i < 40; i += 1) statuses.push((await attempt()).status);
    statuses.push(...(await Promise.all(Array.from({ length: 8 }, attempt))).map(({ status }) => status));
    expect(new Set(statuses)).toEqual(new Set([503]));
    jest.restoreAllMocks();
    await logIn(test, email);
  });

  it('wrong guesses still count when it is there', async () => {
    const email = await signUp(test);
    const statuses = [];
    for (let i = 0; i < 12; i += 1) statuses.push((await call(test, 'POST', '/auth/login', { email, password: 'wrong, and wrong again' })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  });

  it('what anything else counts is given back too', async () => {
    for (let i = 0; i < 5; i += 1) expect((await call(test, 'POST', '/counted')).status).toBe(503);
    CountedController.fails = false;
    expect((await call(test, 'POST', '/counted')).body).toEqual({ allowed: true });
    expect((await call(test, 'POST', '/counted')).body).toEqual({ allowed: false });
  });
});
