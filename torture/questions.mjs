// The ways to ask whether a token stands and what it allows. All of them must say the same.

const INTROSPECT = '/api/v1/auth/introspect';
export const BATCH = `${INTROSPECT}/batch`;
/** The address that the discovery document names. */
const OAUTH_INTROSPECT = '/oauth2/introspect';
const FORWARD = '/api/v1/auth/forward';
const ANY_PERMISSION = 'tenant.view';

/**
 * The questions of an introspection that ask the same, each with what its answer says.
 * @param permission whether it is held, in the tenant or on the platform; without one, whether the token stands
 */
export function questionsOf({ token, tenantId = null, permission }) {
  const stands = ({ active }) => active;
  if (permission === undefined) return [{ body: { token }, says: stands }, { body: { token, permission: ANY_PERMISSION, include: 'decision' }, says: stands }];
  const place = tenantId === null ? {} : { tenant_id: tenantId };
  const isAllowed = ({ allowed }) => allowed === true;
  return [
    { body: { token, ...place, permission, include: 'decision' }, says: isAllowed },
    { body: { token, ...place, permission }, says: isAllowed },
    { body: { token, ...place }, says: ({ permissions = [] }) => permissions.includes(permission) },
    ...(tenantId === null ? [] : [{ body: { token }, says: ({ tenant_permissions: all = {} }) => all[tenantId]?.includes(permission) === true }]),
  ];
}

/** What no answer to this question may be, whatever has happened; undefined when nothing is wrong with it. */
export function faultOf({ permission }, answer) {
  if (typeof answer?.active !== 'boolean') return 'says nothing of active';
  if (!answer.active && Object.keys(answer).length > 1) return 'tells more of a token that does not stand';
  if (answer.active && permission !== undefined && typeof answer.allowed !== 'boolean') return 'has no decision';
  if (answer.allowed !== undefined && answer.permissions !== undefined && answer.allowed !== answer.permissions.includes(permission)) return 'allows what its list does not have, or the other way round';
  return undefined;
}

/**
 * The requests that ask for one token, each with what its answer says: by JSON and by form, at both addresses of
 * introspection and, for a token that is no application's, at the door of proxies.
 */
export function doorsOf(about) {
  const questions = questionsOf(about);
  const asked = questions.flatMap((question, i) => {
    const { body } = question;
    const [form, path] = [{ form: body }, i % 2 === 0 ? INTROSPECT : OAUTH_INTROSPECT];
    return [{ method: 'POST', path: INTROSPECT, options: { body }, question }, { method: 'POST', path, options: form, question }];
  });
  return about.ofApplication ? asked : [...asked, forwardDoor(about)];
}

/** The requests that a key opens with this token in them, which stands. */
export const keyDoors = (token) => [
  { method: 'POST', path: INTROSPECT, options: { body: { token } } },
  { method: 'POST', path: BATCH, options: { body: { tokens: [{ token }, { token: 'nobody-has-this-token' }] } } },
  forwardDoor({ token }),
];

function forwardDoor({ token, tenantId = null, permission }) {
  const query = new URLSearchParams({ ...(tenantId === null ? {} : { tenant_id: tenantId }), ...(permission === undefined ? {} : { permission }) });
  return { method: 'GET', path: query.size === 0 ? FORWARD : `${FORWARD}?${query}`, options: { token } };
}
