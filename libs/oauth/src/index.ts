export { ExchangeCodes } from './exchange/exchange-codes.js';
export { signInPage } from './login/asked-provider.js';
export { OAuthModule } from './oauth.module.js';
export { OAuthProviders } from './providers/oauth-providers.js';
export { ProviderTitles } from './providers/provider-titles.js';
