export { ConfigModule } from './config.module.js';
export { ConfigurationError } from './configuration-error.js';
export { ownDataFolder } from './data-folder.js';
export { superadminPasswordFile } from './development-secrets.js';
export { readEnvironment } from './environment-file.js';
export { describeEnvironment, isAddressRange } from './environment.js';
export type { VariableDescription } from './environment.js';
export { loadSettings, Settings } from './settings.js';
export type { SmtpServer } from './smtp-url.js';
