import type { Settings } from '@authengine/config';
import { destination, pino, type Logger, type LoggerOptions } from 'pino';
import { PinoPretty } from 'pino-pretty';
import { describeError } from './describe-error.js';

const FLUSH_BYTES = 4096;
const FLUSH_MS = 250;

/** Which of the processes on one port a line is from: the number of a worker, or the one that watches over them. */
export type LoggedProcess = number | 'primary';

/** How a line is written, wherever it goes. */
export function logOptions(settings: Settings, worker?: LoggedProcess): LoggerOptions {
  return {
    level: settings.values.LOG_LEVEL,
    base: { service: 'authengine', ...(worker === undefined ? {} : { worker }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    // Nothing logs these; should something begin to, they still do not show.
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  };
}

/**
 * One JSON object a line; for a person at a terminal in development, coloured text. In production
 * lines are gathered for a quarter of a second at most, since a write per request would cost as much
 * as the request.
 */
export function createLog(settings: Settings, worker?: LoggedProcess): Logger {
  const options = logOptions(settings, worker);
  if (!settings.production && process.stdout.isTTY) {
    return pino(options, PinoPretty({ colorize: true, ignore: 'service,pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true }));
  }
  if (!settings.production) return pino(options, destination({ fd: 1, sync: true }));
  const gathered = destination({ fd: 1, sync: false, minLength: FLUSH_BYTES });
  setInterval(() => {
    gathered.flush();
  }, FLUSH_MS).unref();
  process.once('exit', () => {
    gathered.flushSync();
  });
  return pino(options, gathered);
}

const SECRETS = ['authorization', 'cookie', '["set-cookie"]', '["x-api-key"]', 'password', 'new_password', 'current_password', 'token', 'access_token', 'refresh_token', 'body'];
