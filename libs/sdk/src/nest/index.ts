export { AuthEngineGuard } from './auth-engine.guard.js';
export { AuthEngineModule } from './auth-engine.module.js';
export type { AuthEngineAsyncOptions, AuthEngineModuleOptions } from './auth-engine.module.js';
export { CurrentUser } from './current-user.js';
export { AuthMode, Public, RequirePermissions } from './required.js';
