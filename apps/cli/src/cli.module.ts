import { Module, type DynamicModule } from '@nestjs/common';
import { AddressesCommand } from './addresses/addresses.command.js';
import { AUDIT_COMMANDS } from './audit/audit.command.js';
import { DocsCommand } from './docs/docs.command.js';
import { Environment } from './environment.js';
import { KeysCommand } from './keys/keys.command.js';
import { MfaResetCommand } from './mfa-reset/mfa-reset.command.js';
import { MigrateCommand } from './migrate/migrate.command.js';
import { RunCommand } from './run.command.js';

/** `authengine <command>`. */
@Module({})
export class CliModule {
  static forRoot(variables: Environment['variables']): DynamicModule {
    return {
      module: CliModule,
      providers: [{ provide: Environment, useValue: { variables } satisfies Environment }, RunCommand, MigrateCommand, MfaResetCommand, AddressesCommand, KeysCommand, ...AUDIT_COMMANDS, DocsCommand],
    };
  }
}
