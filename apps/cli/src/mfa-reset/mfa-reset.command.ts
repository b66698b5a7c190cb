import { Users } from '@authengine/directory';
import { SecondFactorResetPort } from '@authengine/identity';
import { canonicalEmail } from '@authengine/kernel';
import { Command } from 'nest-commander';
import { Environment } from '../environment.js';
import { ExactCommand } from '../exact-command.js';
import { CommandFault } from '../fail-command.js';
import { withApplication } from '../with-application.js';

/** For whom nobody over HTTP is above: whoever may run this on the stores is. */
@Command({ name: 'mfa-reset', arguments: '<email>', description: "Take a user's second factors away, end their sessions and tell them; also the super admin's" })
export class MfaResetCommand extends ExactCommand {
  constructor(private readonly environment: Environment) {
    super();
  }

  async run([email = '']: string[]): Promise<void> {
    await withApplication(this.environment, async (app) => {
      const user = await app.get(Users, { strict: false }).findByEmail(canonicalEmail(email));
      if (!user) throw new CommandFault('There is no user with that address.');
      if (!(await app.get(SecondFactorResetPort, { strict: false }).reset(user.id))) throw new CommandFault('Multi-factor authentication is not on for that user.');
      console.log('The second factors are gone and every session is over. The user is told by mail.');
    });
  }
}
