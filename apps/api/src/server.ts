import type { Server } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { Settings } from '@authengine/config';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AppOptions } from './app.module.js';
import { Draining } from './draining.js';
import { managementServer } from './health/management-server.js';
import { RequestsUnderWay } from './http/requests-under-way.js';
import { hostInUrl, hostsToListenOn, listen } from './listen.js';
import { openStores } from './open-stores.js';

export interface RunningServer {
  readonly app: NestExpressApplication;
  readonly port: number;
  /** As this process can be reached here: `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Where the demo application is, in development. */
  readonly demo: string | null;
  /**
   * Stops in order: readiness says no for `noticeMs` while everything is still answered; then no new
   * connection is taken and requests under way finish; then the application and its stores close.
   * Called again, it is the same stop.
   */
  close(noticeMs?: number): Promise<void>;
}

/**
 * Opens the stores, starts the application and listens.
 * @throws StartFault and its like (see `startFault`) for what the reader can mend
 */
export async function startServer(settings: Settings, options: AppOptions = {}): Promise<RunningServer> {
  // Where objects of some place in the code once lived long, V8 makes new ones old from the beginning. A request's are garbage
  // soon, but an old one keeps all that it points to: half of what requests left was collected late, for a third more CPU.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // The stores open while the application is being loaded: an embedded Postgres takes as long to wake.
  const [stores, { createApplication, demoUrl }] = await Promise.all([openStores(settings), import('./application.js')]);
  let app: NestExpressApplication | undefined;
  let management: Server | undefined;
  try {
    app = await createApplication(settings, stores.postgres, options);
    const underWay = new RequestsUnderWay(app.getHttpServer());
    const { PORT, MANAGEMENT_PORT } = settings.values;
    const hosts = hostsToListenOn(settings);
    if (MANAGEMENT_PORT !== undefined) {
      management = managementServer(app);
      await listen(management, { name: 'MANAGEMENT_PORT', port: MANAGEMENT_PORT }, hosts);
    }
    const { host, port } = await listen(app.getHttpServer(), { name: 'PORT', port: PORT }, hosts);
    const stop = stopper(app, underWay, settings, async () => {
      close(management);
      await stores.close();
    });
    return { app, port, url: `http://${hostInUrl(host)}:${port}`, demo: demoUrl(settings), close: stop };
  } catch (error) {
    close(management);
    await app?.close();
    await stores.close();
    throw error;
  }
}

function stopper(app: NestExpressApplication, underWay: RequestsUnderWay, settings: Settings, closeStores: () => Promise<void>): RunningServer['close'] {
  let stopping: Promise<void> | undefined;
  return (noticeMs = 0) => (stopping ??= stop(noticeMs));

  async function stop(noticeMs: number): Promise<void> {
    const graceMs = settings.values.SHUTDOWN_GRACE_SECONDS * 1000;
    const notice = Math.min(noticeMs, graceMs);
    app.get(Draining).begin();
    underWay.askToClose();
    if (notice > 0) await after(notice);
    await underWay.finish(graceMs - notice);
    await app.close();
    await closeStores();
  }
}

function close(server: Server | undefined): void {
  server?.close();
  server?.closeAllConnections();
}
