import { Command } from 'nest-commander';
import { ExactCommand } from '../exact-command.js';
import { BundleCommand } from './bundle.command.js';
import { RotateKeyCommand } from './rotate-key.command.js';
import { VerifyCommand } from './verify.command.js';

/** The evidence of the audit log; docs/audit-evidence.md says how to use it. */
@Command({ name: 'audit', description: 'Verify the audit log, take evidence of it along, change its signing key', subCommands: [VerifyCommand, BundleCommand, RotateKeyCommand] })
class AuditCommand extends ExactCommand {
  run(): Promise<void> {
    this.command.help();
  }
}

export const AUDIT_COMMANDS = [AuditCommand, VerifyCommand, BundleCommand, RotateKeyCommand];
