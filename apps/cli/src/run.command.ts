import { Command } from 'nest-commander';
import { run } from '../../api/src/run.js';
import { Environment } from './environment.js';
import { ExactCommand } from './exact-command.js';

@Command({ name: 'run', description: 'Start the server (what `npm start` runs)' })
export class RunCommand extends ExactCommand {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run(): Promise<void> {
    await run(() => this.environment.variables);
  }
}
