import { createServer, type AddressInfo } from 'node:net';
import type { Settings } from '@authengine/config';
import type { Extension } from '@authengine/contracts';
import { FakeClock, type FakeProvider, MailSink, openTestDatabase, testSettings, type TestDatabase } from '@authengine/testing';
import { MailQueue } from '@authengine/mail';
import type { NestExpressApplication } from '@nestjs/platform-express';
import supertest from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { DataSource } from 'typeorm';
import type { AppOptions } from '../src/app.module.js';
import { createApplication } from '../src/application.js';
import { Draining } from '../src/draining.js';

export interface TestApp {
  /** Requests to the running server; each on a connection of its own. */
  readonly http: TestAgent;
  /** `http://127.0.0.1:<port>`, for what supertest cannot say. */
  readonly url: string;
  readonly port: number;
  readonly app: NestExpressApplication;
  readonly settings: Settings;
  readonly clock: FakeClock;
  readonly dataSource: DataSource;
  readonly database: TestDatabase;
  /** What it has mailed. */
  readonly mails: MailSink;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Variables that differ from the test settings'. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: FakeClock;
  /** Google, GitHub and Microsoft for this application: starts and stops with it. */
  readonly provider?: FakeProvider;
  /** Makes this another node beside it: on its stores, its data folder and its clock. It is closed after this one. */
  readonly beside?: TestApp;
  /** A database that the caller opens and closes. */
  readonly database?: TestDatabase;
  /** The port to listen on, for an APP_URL that others reach. */
  readonly port?: number;
  /** Modules of the test's own beside the product's: probe routes, recording ports. */
  readonly modules?: AppOptions['modules'];
  /** As `extensions/index.ts` lists them. */
  readonly extensions?: readonly Extension[];
}

/** The product as `startServer` runs it, on a database of the caller's own, listening on a free loopback port. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { beside } = options;
  const clock = options.clock ?? beside?.clock ?? new FakeClock();
  const database = beside?.database ?? options.database ?? (await openTestDatabase(options.extensions));
  const closeDatabase = async (): Promise<void> => {
    if (!beside && !options.database) await database.close();
  };
  try {
    await options.provider?.start();
    const settings = testSettings({ ...databaseOf(database), ...(beside && storesOf(beside)), ...options.provider?.env(), ...options.env }, options.extensions ?? beside?.settings.extensions);
    const app = await createApplication(settings, database.address, { clock, ...(options.modules ? { modules: options.modules } : {}) });
    const server = app.getHttpServer();
    await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return {
      http: supertest.agent(url),
      url,
      port,
      app,
      settings,
      clock,
      dataSource: app.get(DataSource),
      database,
      mails: new MailSink(settings, () => app.get(MailQueue, { strict: false }).settle()),
      close: async () => {
        app.get(Draining).begin();
        server.closeAllConnections();
        // A client may open another one at once, and Node waits a minute for a first word on it.
        const sweep = setInterval(() => server.closeAllConnections(), 50);
        await app.close();
        clearInterval(sweep);
        await closeDatabase();
        await options.provider?.stop();
      },
    };
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

/** On a real PostgreSQL a node knows that others may be beside it, as in production. */
function databaseOf({ address }: TestDatabase): Record<string, string> {
  return address.kind === 'server' ? { POSTGRES_URL: address.url } : {};
}

function storesOf({ settings }: TestApp): Record<string, string | undefined> {
  const { AUTHENGINE_DATA_DIR, REDIS_URL, MONGODB_URL } = settings.values;
  return { AUTHENGINE_DATA_DIR, REDIS_URL, MONGODB_URL };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
