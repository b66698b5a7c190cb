import { Command, CommandRunner } from 'nest-commander';
import { run } from '../../api/src/run.js';
import { Environment } from './environment.js';

@Command({ name: 'run', description: 'Start the server (what `npm start` runs)' })
export class RunCommand extends CommandRunner {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run(): Promise<void> {
    await run(() => this.environment.variables);
  }
}
