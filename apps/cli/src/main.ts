import 'reflect-metadata';
import { readEnvironment } from '@authengine/config';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import type { Environment } from './environment.js';
import { failCommand } from './fail-command.js';

await CommandFactory.runWithoutClosing(CliModule.forRoot(variables()), { cliName: 'authengine', logger: false, abortOnError: false, errorHandler: failCommand, serviceErrorHandler: failCommand }).catch(failCommand);

function variables(): Environment['variables'] {
  try {
    return readEnvironment();
  } catch (error) {
    return failCommand(error);
  }
}
