export { demoUrl } from '@authengine/oidc';
import type { Settings } from '@authengine/config';
import type { PostgresAddress } from '@authengine/persistence';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule, type AppOptions } from './app.module.js';
import { closeHttp, configureHttp } from './http/configure-http.js';
import { FastExpressAdapter } from './http/fast-express.adapter.js';
import { createLog } from './logging/create-log.js';
import { NestLog } from './logging/nest-log.js';

/** The whole application on open stores, initialised and not listening yet. */
export async function createApplication(settings: Settings, postgres: PostgresAddress, options: AppOptions = {}): Promise<NestExpressApplication> {
  const log = createLog(settings, options.worker);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(settings, postgres, options), new FastExpressAdapter(), {
    logger: new NestLog(log),
    bodyParser: false,
    abortOnError: false,
  });
  try {
    configureHttp(app, log);
    await app.init();
    closeHttp(app);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}
