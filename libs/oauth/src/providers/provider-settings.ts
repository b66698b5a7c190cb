import type { Settings } from '@authengine/config';
import type { ProviderName } from './provider-name.js';

/** A provider that is configured. Endpoints that are not set are the strategy's own. */
export interface ProviderSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of APP_URL, never of a request. */
  readonly callbackUrl: string;
  readonly authorizationUrl: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly userinfoUrl: string | undefined;
}

/** The settings of a provider, or null where it is not configured. */
export function providerSettings({ values }: Settings, provider: ProviderName): ProviderSettings | null {
  const prefix = provider.toUpperCase() as Uppercase<ProviderName>;
  const clientId = values[`${prefix}_CLIENT_ID`];
  const clientSecret = values[`${prefix}_CLIENT_SECRET`];
  if (clientId === undefined || clientSecret === undefined) return null;
  return {
    clientId,
    clientSecret,
    callbackUrl: `${values.APP_URL}/api/v1/auth/oauth/${provider}/callback`,
    authorizationUrl: values[`${prefix}_AUTHORIZATION_URL`],
    tokenUrl: values[`${prefix}_TOKEN_URL`],
    userinfoUrl: values[`${prefix}_USERINFO_URL`],
  };
}
