// The database of a large company's IAM, made by the database itself: one statement per table.
// The same every time, but for the times, which count back from now.

/** What `npm run bench:data` promises its numbers for. */
export const FULL = { tenants: 1_000, users: 100_000, big: 20_000, many: 500, invitations: 50_000, keys: 10_000, entries: 300_000 };
/** For the embedded Postgres, which runs inside the server's process. */
export const SMALL = { tenants: 100, users: 10_000, big: 2_000, many: 50, invitations: 5_000, keys: 1_000, entries: 30_000 };

const FIRST = ['Ada', 'Bela', 'Chiara', 'Dmitri', 'Élise', 'Farid', 'Grace', 'Hiro', 'Ines', 'Jonas', 'Katya', 'Liam', 'Mei', 'Noor', 'Olga', 'Pablo', 'Quinn', 'Rosa', 'Sven', 'Tariq'];
const LAST = ['Abel', 'Brandt', 'Castro', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Haddad', 'Ivanov', 'Jensen', 'Keller', 'Lovelace', 'Meyer', 'Novak', 'Okafor', 'Petit', 'Quist', 'Rossi', 'Silva', 'Tanaka'];
const ACTIONS = ['auth.login.succeeded', 'auth.login.failed', 'session.refreshed', 'tenant.member.removed', 'audit.log.read'];

const textArray = (names) => `ARRAY[${names.map((name) => `'${name}'`).join(',')}]`;
/** A name out of a list for row `i`, out of step with the other lists. */
const pick = (names, i) => `(${textArray(names)})[1 + (${i}) % ${names.length}]`;
/** UUIDs that follow from their number, so that one table's rows find the other's without a join. */
const id = (kind, i) => `overlay(overlay(md5('${kind}' || (${i})) placing '7' from 13) placing '8' from 17)::uuid`;
const minutesAgo = (i) => `date_trunc('milliseconds', now() - (${i}) * interval '1 minute')`;

const statements = ({ tenants, users, big, many, invitations, keys, entries }, memberOfMany) => [
  `INSERT INTO users (id, email, username, first_name, last_name, status, email_verified_at, auth_strategies, created_at)
   SELECT ${id('user', 'i')}, lower(${pick(LAST, 'i / 7')}) || '.' || i || '@company-' || i % ${tenants} || '.example', CASE WHEN i % 2 = 0 THEN 'user' || i END,
          ${pick(FIRST, 'i')}, ${pick(LAST, 'i / 7')}, CASE WHEN i % 500 = 0 THEN 'SUSPENDED' WHEN i % 40 = 0 THEN 'PENDING_VERIFICATION' ELSE 'ACTIVE' END,
          now(), '{email_password}', ${minutesAgo(`${users} - i`)}
     FROM generate_series(0, ${users - 1}) i`,
  `INSERT INTO tenants (id, name, description, type, status, owner_id, created_at)
   SELECT ${id('tenant', 'i')}, 'Company ' || i || ' ' || ${pick(LAST, 'i')}, 'Seeded', 'CUSTOMER', CASE WHEN i % 100 = 99 THEN 'SUSPENDED' ELSE 'ACTIVE' END, ${id('user', 'i')}, ${minutesAgo(`${tenants} - i`)}
     FROM generate_series(0, ${tenants - 1}) i`,
  `INSERT INTO roles (id, name, description, scope, level, tenant_id, created_at)
   SELECT ${id('role', 'i')}, 'CUSTOM_' || i, 'Seeded', 'TENANT', 20, ${id('tenant', `CASE WHEN i < 200 THEN 0 ELSE i % ${tenants} END`)}, ${minutesAgo(`2000 - i`)}
     FROM generate_series(0, 1199) i`,
  `INSERT INTO role_permissions (role_id, permission_name)
   SELECT ${id('role', 'i')}, p.name FROM generate_series(0, 1199) i CROSS JOIN permissions p WHERE p.scope = 'TENANT'`,
  // Everyone is in four tenants, every fifth of them in the big one as well; the one who is asked about in many.
  `INSERT INTO memberships (tenant_id, user_id, created_at)
   SELECT ${id('tenant', `(i + k * ${tenants / 4}) % ${tenants}`)}, ${id('user', 'i')}, ${minutesAgo(`${users} - i`)}
     FROM generate_series(0, ${users - 1}) i CROSS JOIN generate_series(0, 3) k`,
  `INSERT INTO memberships (tenant_id, user_id, created_at)
   SELECT ${id('tenant', '0')}, ${id('user', 'i')}, ${minutesAgo(`${users} - i`)} FROM generate_series(1, ${users - 1}, ${users / big}) i ON CONFLICT DO NOTHING`,
  `INSERT INTO memberships (tenant_id, user_id, created_at)
   SELECT ${id('tenant', 'i')}, u.id, ${minutesAgo(`${many} - i`)} FROM generate_series(0, ${many - 1}) i CROSS JOIN users u WHERE u.email = '${memberOfMany}'`,
  // A role for every member, and a second one for every fifth user.
  `INSERT INTO role_assignments (id, user_id, tenant_id, role_id, created_at)
   SELECT gen_random_uuid(), m.user_id, m.tenant_id, r.id, m.created_at
     FROM memberships m JOIN tenants t ON t.id = m.tenant_id AND t.type = 'CUSTOMER'
     JOIN roles r ON r.tenant_id IS NULL AND r.name = CASE WHEN t.owner_id = m.user_id THEN 'TENANT_OWNER' ELSE 'TENANT_USER' END`,
  `INSERT INTO role_assignments (id, user_id, tenant_id, role_id, created_at)
   SELECT gen_random_uuid(), m.user_id, m.tenant_id, r.id, m.created_at
     FROM generate_series(0, ${users - 1}, 5) i JOIN memberships m ON m.user_id = ${id('user', 'i')}
     JOIN roles r ON r.tenant_id IS NULL AND r.name = CASE WHEN i % 50 = 0 THEN 'TENANT_ADMIN' ELSE 'TENANT_MANAGER' END`,
  `INSERT INTO invitations (id, tenant_id, email, role_id, token_hash, status, created_at, sent_at, expires_at)
   SELECT ${id('invitation', 'i')}, ${id('tenant', `CASE WHEN i % 2 = 0 THEN 0 ELSE i % ${tenants} END`)}, 'guest-' || i || '@elsewhere.example', r.id, sha256(convert_to('invitation' || i, 'UTF8')),
          CASE WHEN i % 3 = 0 THEN 'PENDING' WHEN i % 3 = 1 THEN 'ACCEPTED' ELSE 'REVOKED' END, ${minutesAgo('i')}, ${minutesAgo('i')}, ${minutesAgo('i - 10080')}
     FROM generate_series(0, ${invitations - 1}) i JOIN roles r ON r.tenant_id IS NULL AND r.name = CASE WHEN i % 100 = 0 THEN 'TENANT_ADMIN' ELSE 'TENANT_USER' END`,
  `INSERT INTO service_keys (id, service_name, key_prefix, key_hash, tenant_id, created_at, revoked_at)
   SELECT ${id('key', 'i')}, 'service-' || i, 'ae_sk_' || lpad(i::text, 6, '0'), sha256(convert_to('key' || i, 'UTF8')), CASE WHEN i % 2 = 0 THEN ${id('tenant', `i % ${tenants}`)} END,
          ${minutesAgo('i')}, CASE WHEN i % 200 = 0 THEN now() END
     FROM generate_series(0, ${keys - 1}) i`,
  `INSERT INTO audit_entries (id, action, resource, resource_id, actor_id, target_user_id, tenant_id, status, ip_address, request_id, metadata, created_at)
   SELECT ${id('entry', 'i')}, ${pick(ACTIONS, 'i')}, CASE WHEN i % 7 = 0 THEN 'Tenant' ELSE 'Session' END, ${id('user', `i % ${users}`)}, ${id('user', `i % ${users}`)}, ${id('user', `i * 13 % ${users}`)},
          CASE WHEN i % 3 = 0 THEN ${id('tenant', `CASE WHEN i % 2 = 0 THEN 0 ELSE i % ${tenants} END`)} END, CASE WHEN i % 1000 = 0 THEN 'denied' WHEN i % 20 = 0 THEN 'failure' ELSE 'success' END,
          '192.0.2.1', 'request-' || i, '{"email": "somebody@company.example"}', ${minutesAgo('i')}
     FROM generate_series(1, ${entries}) i`,
];

/** Fills a migrated, bootstrapped database; `memberOfMany` is the address of a user who is there already. */
export async function seed(client, scale, memberOfMany) {
  await client.query('BEGIN');
  await client.query('SET LOCAL synchronous_commit = off');
  for (const statement of statements(scale, memberOfMany)) await client.query(statement);
  await client.query('COMMIT');
  await client.query('VACUUM (ANALYZE)');
  const tables = ['tenants', 'users', 'memberships', 'role_assignments', 'invitations', 'service_keys', 'audit_entries'];
  const { rows } = await client.query(`SELECT ${tables.map((table) => `(SELECT count(*) FROM ${table})::int AS ${table}`).join(', ')}`);
  return rows[0];
}

/** Ids of rows that the questions are about. */
export async function landmarks(client, scale) {
  const one = async (sql) => (await client.query(sql)).rows[0];
  const { tenant, owner, someone } = await one(`SELECT ${id('tenant', '0')} AS tenant, ${id('user', '0')} AS owner, ${id('user', '4321')} AS someone`);
  /** The row nine tenths down a list. */
  const deep = async (from, count, order) => {
    const row = await one(`SELECT t.created_at AS "createdAt", t.id FROM (${from}) t ORDER BY t.created_at ${order}, t.id ${order} OFFSET ${Math.floor(count * 0.9)} LIMIT 1`);
    if (!row) throw new Error(`no row that deep: ${from}`);
    return row;
  };
  return {
    tenant,
    owner,
    someone,
    deep: {
      users: await deep('SELECT created_at, id FROM users', scale.users, 'DESC'),
      tenants: await deep('SELECT created_at, id FROM tenants', scale.tenants, 'ASC'),
      members: await deep(`SELECT created_at, user_id AS id FROM memberships WHERE tenant_id = '${tenant}'`, scale.big, 'ASC'),
      invitations: await deep(`SELECT created_at, id FROM invitations WHERE tenant_id = '${tenant}'`, scale.invitations / 2, 'DESC'),
      roles: await deep(`SELECT created_at, id FROM roles WHERE tenant_id = '${tenant}'`, 200, 'ASC'),
      keys: await deep('SELECT created_at, id FROM service_keys', scale.keys, 'DESC'),
      entries: await deep('SELECT created_at, id FROM audit_entries', scale.entries, 'DESC'),
      tenantEntries: await deep(`SELECT created_at, id FROM audit_entries WHERE tenant_id = '${tenant}'`, scale.entries / 6, 'DESC'),
      mine: await deep('SELECT created_at, id FROM tenants', scale.many, 'ASC'),
    },
  };
}
