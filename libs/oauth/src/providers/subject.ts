const VISIBLE_ASCII = /^[!-~]{1,255}$/;
/** Words that a program writes when it has no user. Two people would share one account under such a subject. */
const NOBODY = new Set(['null', 'undefined', 'nan', 'none', 'nil', 'true', 'false']);
const GITHUB_ID = /^[1-9]\d{0,19}$/;
const GOOGLE_ID = /^(?=\d*[1-9])\d{1,255}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL_UUID = /^[0-]+$/;

/** The subject of an OpenID issuer (OpenID Connect Core section 2), or null for a text that cannot be one. */
export function openIdSubject(sub: unknown): string | null {
  return typeof sub === 'string' && VISIBLE_ASCII.test(sub) && !NOBODY.has(sub.toLowerCase()) ? sub : null;
}

/** A user's number, or the subject of an OpenID issuer; null for a text that cannot be one. */
export function anySubject(subject: unknown): string | null {
  return typeof subject === 'number' ? githubSubject(subject) : openIdSubject(subject);
}

/** GitHub's subjects are numbers. Another server in its place may write them as text. */
export function githubSubject(id: unknown): string | null {
  const text = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id;
  return typeof text === 'string' && GITHUB_ID.test(text) ? text : null;
}

export function googleSubject(sub: unknown): string | null {
  return typeof sub === 'string' && GOOGLE_ID.test(sub) ? sub : null;
}

/** Microsoft's subject is an object of a directory, because its `sub` differs between applications. */
export function microsoftSubject(tid: unknown, oid: unknown): string | null {
  const [directory, object] = [uuid(tid), uuid(oid)];
  return directory !== null && object !== null ? `${directory}:${object}` : null;
}

function uuid(value: unknown): string | null {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return UUID.test(text) && !NIL_UUID.test(text) ? text : null;
}
