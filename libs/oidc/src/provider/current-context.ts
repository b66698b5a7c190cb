import type { KoaContextWithOIDC, default as Provider } from 'oidc-provider';

/** The request that the protocol library is answering now, told by the class once it is loaded. */
let classOfProviders: { readonly ctx: KoaContextWithOIDC | undefined } | undefined;

export function providersAre(loaded: typeof Provider): void {
  classOfProviders = loaded;
}

export function currentProtocolRequest(): KoaContextWithOIDC | undefined {
  return classOfProviders?.ctx;
}
