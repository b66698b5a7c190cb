/**
 * The library's cookies. With TLS no other host of the domain can set one: else it could make a person answer the question of
 * another browser, which is then signed in as that person. `__Host-` needs the path `/`; where there is another one it is
 * `__Secure-`, as for `resume`, which the library sends to one address only.
 */
export function cookieNames(appUrl: string, path: string): { readonly session: string; readonly interaction: string; readonly resume: string } {
  const secure = appUrl.startsWith('https:');
  const host = secure ? (path === '/' ? '__Host-' : '__Secure-') : '';
  return { session: `${host}ae_oidc_session`, interaction: `${host}ae_oidc_interaction`, resume: `${secure ? '__Secure-' : ''}ae_oidc_resume` };
}
