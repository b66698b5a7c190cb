/** What of an RFC 9457 problem is of use here. */
export interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors: readonly unknown[];
}

const PROBLEM_TYPE = 'application/problem+json';

/** The problem that AuthEngine itself answered with; undefined for the page of a proxy on the way. */
export function problemIn(contentType: string | undefined, text: string): Problem | undefined {
  if (contentType?.toLowerCase().startsWith(PROBLEM_TYPE) !== true) return undefined;
  try {
    const { code, detail, errors } = JSON.parse(text) as Record<string, unknown>;
    return { ...(typeof code === 'string' ? { code } : {}), ...(typeof detail === 'string' ? { detail } : {}), errors: Array.isArray(errors) ? errors : [] };
  } catch {
    return undefined;
  }
}
