type Claims = Readonly<Record<string, unknown>>;

/**
 * Whether every source that speaks of an address names the one `told`, and says with the boolean `true` that the provider
 * verified it (OpenID Connect Core section 5.1). The text "true" is no such word.
 */
export function saysVerified(told: unknown, sources: readonly Claims[]): boolean {
  const speaking = sources.filter((source) => source['email'] !== undefined || source['email_verified'] !== undefined);
  return speaking.length > 0 && speaking.every((source) => source['email'] === told && source['email_verified'] === true);
}
