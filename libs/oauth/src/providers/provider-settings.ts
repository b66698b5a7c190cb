import type { ProviderSettings as Known, Settings } from '@authengine/config';

/** A provider that is configured. Endpoints that are not set are the strategy's own. */
export interface ProviderSettings extends Pick<Known, 'endpoint' | 'set'> {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of APP_URL, never of a request. */
  readonly callbackUrl: string;
}

/** What is configured of a provider that the installation knows, or null. */
export function providerSettings({ values }: Settings, { client, description, endpoint, set }: Known): ProviderSettings | null {
  if (!client) return null;
  return { clientId: client.id, clientSecret: client.secret, callbackUrl: `${values.APP_URL}/api/v1/auth/oauth/${description.name}/callback`, endpoint, set };
}
