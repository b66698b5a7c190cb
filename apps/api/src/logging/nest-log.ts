import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';

/** Nest tells of every module and route at start; that is for who looks for it. */
const TALKATIVE = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory', 'NestApplication']);

/** Nest's logger, written by pino: `log(object, text)` adds the object's fields to the line. */
export class NestLog implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest hands the context over as the last string; before it come a text or, with errors, a stack. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const texts = rest.filter((item): item is string => typeof item === 'string');
    const context = texts.pop();
    const wanted = level === 'info' && context !== undefined && TALKATIVE.has(context) ? 'debug' : level;
    const fields = context === undefined ? {} : { context };
    if (message instanceof Error) this.pino[wanted]({ ...fields, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.pino[wanted]({ ...fields, ...message }, texts[0]);
    else this.pino[wanted](texts[0] === undefined ? fields : { ...fields, stack: texts[0] }, String(message));
  }
}
