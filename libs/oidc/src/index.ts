export { LiveKeys } from './keys/live-keys.js';
export { SigningKeys } from './keys/signing-keys.js';
export { OidcModule } from './oidc.module.js';
