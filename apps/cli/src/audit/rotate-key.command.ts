import { SigningKeys } from '@authengine/audit';
import { SubCommand } from 'nest-commander';
import { Environment } from '../environment.js';
import { ExactCommand } from '../exact-command.js';
import { withApplication } from '../with-application.js';

@SubCommand({ name: 'rotate-key', description: 'Sign the next checkpoints with a new key; the former public key stays published' })
export class RotateKeyCommand extends ExactCommand {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run(): Promise<void> {
    await withApplication(this.environment, (app) => app.get(SigningKeys, { strict: false }).rotate());
    console.log('A new key signs the checkpoints from now on. Tell those who verify them: GET /api/v1/audit/keys has both.');
  }
}
