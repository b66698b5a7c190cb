import type { Look } from '@authengine/identity';

/** How an application wants the pages to look, and its languages. */
export function lookOf(params: Readonly<Record<string, unknown>> | undefined, client: { readonly [key: string]: unknown } | undefined): Look {
  return { uiLocales: params?.['ui_locales'], brand: (client?.['ae:branding'] ?? undefined) };
}
