import { createServer, type AddressInfo } from 'node:net';
import type { Settings } from '@authengine/config';
import { FakeClock, openTestDatabase, testSettings } from '@authengine/testing';
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
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Variables that differ from the test settings'. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: FakeClock;
  /** Modules of the test's own beside the product's: probe routes, recording ports. */
  readonly extensions?: AppOptions['extensions'];
}

/** The product as `startServer` runs it, on a database of the caller's own, listening on a free loopback port. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const clock = options.clock ?? new FakeClock();
  const database = await openTestDatabase();
  try {
    const settings = testSettings(options.env ?? {});
    const app = await createApplication(settings, database.address, { clock, ...(options.extensions ? { extensions: options.extensions } : {}) });
    const server = app.getHttpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
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
      close: async () => {
        app.get(Draining).begin();
        server.closeAllConnections();
        await app.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
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
