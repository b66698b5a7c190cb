const DAY_MS = 86_400_000;
/** RFC 9116 section 2.5.5 recommends less than a year. */
const GOOD_FOR_DAYS = 180;

/** RFC 9116: whom to tell of a vulnerability. It expires as long after a request as it is good for, to the day. */
export function securityTxt(contact: string, appUrl: string, now: Date): string {
  const expires = new Date((Math.floor(now.getTime() / DAY_MS) + GOOD_FOR_DAYS) * DAY_MS);
  return [`Contact: ${contact}`, `Expires: ${expires.toISOString()}`, 'Preferred-Languages: en', `Canonical: ${appUrl}/.well-known/security.txt`, ''].join('\n');
}
