export { demoUrl } from './demo/demo-url.js';
export { LiveKeys } from './keys/live-keys.js';
export { SigningKeys } from './keys/signing-keys.js';
export { ApplicationTokens } from './tokens/application-tokens.js';
export type { TokenFacts } from './tokens/token-facts.js';
export { LogoutRelay } from './logout/logout-relay.js';
export { LiveProvider } from './provider/live-provider.js';
export { OidcModule } from './oidc.module.js';
export { errorText } from './pages/error-text.js';
