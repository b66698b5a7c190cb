export const TENANT_PLACE = '{tenantid}';
const TENANT = /^[A-Za-z0-9-]{1,64}$/;

/** Whether `iss` is the issuer, in which `{tenantid}` stands for any directory, or for the one given. */
export function isMicrosoftIssuer(iss: string, issuer: string, tid?: unknown): boolean {
  const at = issuer.indexOf(TENANT_PLACE);
  if (at < 0) return iss === issuer;
  const [before, after] = [issuer.slice(0, at), issuer.slice(at + TENANT_PLACE.length)];
  const tenant = iss.slice(before.length, iss.length - after.length);
  return TENANT.test(tenant) && iss === before + tenant + after && (tid === undefined || tid === tenant);
}
