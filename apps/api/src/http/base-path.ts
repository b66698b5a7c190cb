/** Where the API lives. */
export const BASE_PATH = 'api/v1';

/** What services ask on every request. */
export const INTROSPECTION_PATH = `/${BASE_PATH}/auth/introspect`;

/** Many of these questions at once. */
export const BATCH_PATH = `${INTROSPECTION_PATH}/batch`;

/** What proxies ask on every request, at this path and below it. */
export const FORWARD_PATH = `/${BASE_PATH}/auth/forward`;

/** What floods are made of. */
export const LOGIN_PATH = `/${BASE_PATH}/auth/login`;

/** What lives outside: probes, metrics, the pages that mails link to, the development mailbox. */
export const OUTSIDE_BASE_PATH = ['health/{*rest}', 'metrics', 'verify-email', 'reset-password', 'magic-link', 'accept-invitation', 'not-me', 'undo-email-change', 'undo-deletion', 'pages/{*rest}', 'dev/{*rest}', 'forgot-password', '.well-known/{*rest}', 'favicon.ico', 'oauth2/{*rest}', 'sign-in', 'sign-in/{*rest}', 'sign-up', 'sign-out', 'consent', 'select-organization', 'select-account', 'device', 'device/{*rest}', 'demo', 'demo/{*rest}'];

/** The paths that do not get the base path in front: those, and the root itself. */
export const WITHOUT_BASE_PATH = ['/', ...OUTSIDE_BASE_PATH];

export const DOCS_PATH = 'docs';
export const OPENAPI_PATH = 'openapi.json';

/** Whether `path` is the API's and not that of a page or a probe, in either case of its letters: Express serves both. */
export function isApiPath(path: string): boolean {
  return `${path}/`.toLowerCase().startsWith(`/${BASE_PATH}/`);
}

/** The path of a request without its query, which may carry tokens. */
export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
