import { startFault } from '../../api/src/start-fault.js';

/** A command that did what it is for and has bad news; the message is all of it. */
export class CommandFault extends Error {}

/** Ends the process: an expected fault with its one message, a defect with its stack. */
export function failCommand(error: unknown): never {
  // commander has printed its own words on a wrong argument, and on --help, which is no fault.
  const { code, exitCode } = error as { code?: unknown; exitCode?: unknown };
  if (typeof code === 'string' && code.startsWith('commander.')) process.exit(typeof exitCode === 'number' ? exitCode : 1);
  const expected = error instanceof CommandFault ? error.message : startFault(error);
  process.stderr.write(`${expected ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  process.exit(1);
}
