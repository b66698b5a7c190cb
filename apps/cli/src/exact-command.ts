import { CommandRunner } from 'nest-commander';

type Command = Parameters<CommandRunner['setCommand']>[0];

/** A command that refuses what it has no use for: whoever gave it expects it to do something else. */
export abstract class ExactCommand extends CommandRunner {
  override setCommand(command: Command): this {
    command.allowExcessArguments(false);
    return super.setCommand(command);
  }
}
