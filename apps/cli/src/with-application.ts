import type { INestApplication } from '@nestjs/common';
import { createApplication } from '../../api/src/application.js';
import { installedSettings } from '../../api/src/installed-settings.js';
import { openStores } from '../../api/src/open-stores.js';
import type { Environment } from './environment.js';

/** Runs `work` with the application on its stores, without serving anything. */
export async function withApplication<T>({ variables }: Environment, work: (app: INestApplication) => Promise<T>): Promise<T> {
  const settings = await installedSettings(variables);
  const stores = await openStores(settings);
  try {
    const app = await createApplication(settings, stores.postgres);
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    await stores.close();
  }
}
