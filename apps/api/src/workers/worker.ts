// The program of one worker: the whole server, on the port that the primary has. Its number is its only argument.
import 'reflect-metadata';
import { readEnvironment } from '@authengine/config';
import { HttpMetrics } from '../health/http-metrics.js';
import { installedSettings } from '../installed-settings.js';
import { failStart, stopOnSignals } from '../run.js';
import { startServer } from '../server.js';
import { PrimaryLink } from './primary-link.js';

try {
  const server = await startServer(await installedSettings(readEnvironment()), { worker: Number(process.argv[2]) });
  stopOnSignals(server);
  const { url, demo } = server;
  new PrimaryLink(server.app.get(HttpMetrics)).say({ type: 'listening', url, demo });
} catch (error) {
  failStart(error);
}
