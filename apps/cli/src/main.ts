import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { failCommand } from './fail-command.js';

await CommandFactory.runWithoutClosing(CliModule.forRoot(process.env), { cliName: 'authengine', logger: false, abortOnError: false, errorHandler: failCommand, serviceErrorHandler: failCommand }).catch(failCommand);
