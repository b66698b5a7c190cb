import { superadminPasswordFile, type Settings } from '@authengine/config';
import { Logger } from '@nestjs/common';
import { DOCS_PATH } from './http/base-path.js';
import { installedSettings } from './installed-settings.js';
import { startServer, type RunningServer } from './server.js';
import { startFault } from './start-fault.js';
import { Primary, type Listening } from './workers/primary.js';

/** How long a load balancer is given to notice, after SIGTERM, that this process is no longer ready. */
const NOTICE_MS = 1_000;

/**
 * Runs the server until a signal ends it: with 0 when it stopped in order, with 1 after one clear line
 * when it could not start. Resolves once it listens, or watches over the workers that do.
 */
export async function run(variables: () => Readonly<Record<string, string | undefined>>): Promise<void> {
  try {
    const env = variables();
    const settings = await installedSettings(env);
    const greet = (listening: Listening): void => {
      if (!settings.production) process.stdout.write(welcome(settings, listening, Boolean(env['SUPERADMIN_PASSWORD']?.trim())));
    };
    if (settings.values.WEB_CONCURRENCY > 1) {
      new Primary(settings, env, greet).run();
      return;
    }
    const server = await startServer(settings);
    stopOnSignals(server);
    greet(server);
  } catch (error) {
    failStart(error);
  }
}

/** Ends the process: an expected fault with its one message, a defect with its stack. */
export function failStart(error: unknown): never {
  process.stderr.write(`${startFault(error) ?? describeDefect(error)}\n`);
  process.exit(1);
}

export function stopOnSignals(server: RunningServer): void {
  const log = new Logger('Server');
  const stop = (noticeMs: number, code: number): void => {
    server.close(noticeMs).then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'the stop did not go to its end');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => {
    stop(NOTICE_MS, 0);
  });
  // Ctrl-C: a person waits, and no load balancer.
  process.on('SIGINT', () => {
    stop(0, 0);
  });
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'a failure that nothing handled');
  });
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a failure that nothing caught; stopping');
    stop(0, 1);
  });
}

function welcome(settings: Settings, { url, demo }: Listening, ownPassword: boolean): string {
  const { API_DOCS, APP_NAME, EMAIL_PROVIDER, SUPERADMIN_EMAIL, AUTHENGINE_DATA_DIR } = settings.values;
  const password = ownPassword ? 'the password of SUPERADMIN_PASSWORD' : `the password in ${superadminPasswordFile(AUTHENGINE_DATA_DIR)}`;
  const lines = [
    ['', `${APP_NAME} listens on ${url}`],
    ...(API_DOCS === 'on' ? [['Swagger UI', `${url}/${DOCS_PATH}`]] : []),
    ...(EMAIL_PROVIDER === 'console' ? [['Mailbox', `${url}/dev/mailbox`]] : []),
    ...(demo === null ? [] : [['Demo', demo]]),
    ['Super admin', `${SUPERADMIN_EMAIL}, with ${password}`],
    ['Try', `curl -s -X POST ${url}/api/v1/auth/register -H 'Content-Type: application/json' -d '{"email":"you@example.com","password":"a long walk on a quiet shore"}'`],
  ];
  return `\n${lines.map(([name, text]) => (name === '' ? `  ${text ?? ''}` : `  ${(name ?? '').padEnd(12)} ${text ?? ''}`)).join('\n')}\n\n`;
}

function describeDefect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
