/**
 * What a form page may load: its style. Browsers follow a form's redirects only to where `form-action` lets them, so
 * an application's address is named there.
 */
export function pagePolicy(formTargets: readonly string[] = []): string {
  return ["default-src 'none'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", `form-action 'self'${formTargets.map((target) => ` ${target}`).join('')}`].join('; ');
}

/** For a page with our one script, which asks this service alone. */
export function policyWithScript(policy: string): string {
  return `${policy}; script-src 'self'; connect-src 'self'`;
}

/** The policy of the library's own answers: a page that sends itself on, with its one script. The target is an application's. */
export const HAND_ON_POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The origin of an address, or its scheme where it is a program's own. */
export function formTarget(redirectUri: unknown): string[] {
  if (typeof redirectUri !== 'string' || !URL.canParse(redirectUri)) return [];
  const { origin, protocol } = new URL(redirectUri);
  return [origin === 'null' ? protocol : origin];
}
