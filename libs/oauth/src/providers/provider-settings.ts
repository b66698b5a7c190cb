import type { ProviderSettings as Known, Settings } from '@authengine/config';

/** The settings of a configured provider. Without an endpoint, the strategy uses its own. */
export interface ProviderSettings extends Pick<Known, 'endpoint' | 'openId' | 'set'> {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Made from APP_URL, never from a request. */
  readonly callbackUrl: string;
}

/** The settings of a provider, or null when it is not configured. */
export function providerSettings({ values }: Settings, { client, description, endpoint, openId, set }: Known): ProviderSettings | null {
  if (!client) return null;
  return { clientId: client.id, clientSecret: client.secret, callbackUrl: `${values.APP_URL}/api/v1/auth/oauth/${description.name}/callback`, endpoint, set, ...(openId ? { openId } : {}) };
}
