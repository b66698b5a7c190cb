import { canonicalEmail, isEmail } from '@authengine/kernel';

export type Query = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

/** Two accounts with one mailbox, and both have proven their address. */
interface AddressCollision {
  /** This user keeps an address that no lookup finds any more. */
  readonly userId: string;
  readonly address: string;
  /** This user has the address in its canonical form. */
  readonly holderId: string;
}

export interface SettledAddresses {
  readonly converted: number;
  /** Users who lost the address to another user who had proven it. */
  readonly yielded: readonly string[];
  readonly collisions: readonly AddressCollision[];
  /** Users whose address can never receive a mail. */
  readonly unreachable: readonly string[];
}

interface Account {
  readonly id: string;
  readonly email: string;
  readonly proven: boolean;
}

const PAGE = 5_000;
const ACCOUNT = 'id, email, (email_verified_at IS NOT NULL) AS proven';
/** Only such text may have another form: the rest is ASCII, and was trimmed and lower-cased before it was stored. */
const spelledOut = (column: string): string => `octet_length(${column}) > char_length(${column})`;

/**
 * Call this in a transaction: gives every stored address the form of `canonicalEmail`. Of two accounts with one
 * mailbox, the one that has proven the address gets it. When both have proven it, they belong to the same person:
 * neither changes, and both are reported. A second run changes nothing.
 */
export async function settleAddresses(query: Query): Promise<SettledAddresses> {
  const users = await settleUsers(query);
  await settlePendingAddresses(query);
  await settleInvitations(query);
  await settleTokens(query);
  return users;
}

async function settleUsers(query: Query): Promise<SettledAddresses> {
  const settled = { converted: 0, yielded: [] as string[], collisions: [] as AddressCollision[], unreachable: [] as string[] };
  for (const user of await query<Account>(`SELECT ${ACCOUNT} FROM users WHERE email IS NOT NULL AND id = ANY($1::uuid[]) ORDER BY created_at, id FOR NO KEY UPDATE`, [await unsettledUsers(query)])) {
    const address = canonicalEmail(user.email);
    if (!isEmail(address)) settled.unreachable.push(user.id);
    if (address === user.email) continue;
    const [holder] = await query<Account>(`SELECT ${ACCOUNT} FROM users WHERE email = $1 FOR NO KEY UPDATE`, [address]);
    if (holder?.proven && user.proven) {
      settled.collisions.push({ userId: user.id, address, holderId: holder.id });
      continue;
    }
    if (holder) {
      const loser = holder.proven || !user.proven ? user : holder;
      await giveUp(query, loser.id);
      settled.yielded.push(loser.id);
      if (loser === user) continue;
    }
    await query('UPDATE users SET email = $2, updated_at = now() WHERE id = $1', [user.id, address]);
    settled.converted += 1;
  }
  return settled;
}

/**
 * Users whose address has another form, or is no address under today's rule. Only `isEmail` knows the latter:
 * `a@10.0.0.5` is ASCII and was an address once. Reads in pages and without a lock, because nearly all of millions of
 * rows stay as they are.
 */
async function unsettledUsers(query: Query): Promise<string[]> {
  const unsettled: string[] = [];
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await query<{ id: string; email: string }>('SELECT id, email FROM users WHERE id > $1 AND email IS NOT NULL ORDER BY id LIMIT $2', [last, PAGE]);
    unsettled.push(...page.filter(({ email }) => canonicalEmail(email) !== email || !isEmail(email)).map(({ id }) => id));
    last = page.at(-1)?.id ?? last;
    if (page.length < PAGE) return unsettled;
  }
}

/** An unproven registration loses the address to the user who proves it, as with any other proof. */
async function giveUp(query: Query, userId: string): Promise<void> {
  await query(
    `UPDATE users SET email = NULL, username = NULL, phone_number = NULL, first_name = NULL, last_name = NULL, status = 'INACTIVE', version = version + 1, updated_at = now() WHERE id = $1`,
    [userId],
  );
  await query('DELETE FROM password_credentials WHERE user_id = $1', [userId]);
  await query('DELETE FROM one_time_tokens WHERE user_id = $1', [userId]);
}

async function settlePendingAddresses(query: Query): Promise<void> {
  for (const { id, address } of await query<{ id: string; address: string }>(`SELECT id, pending_email AS address FROM users WHERE ${spelledOut('pending_email')}`)) {
    await query('UPDATE users SET pending_email = $2 WHERE id = $1', [id, canonicalEmail(address)]);
  }
}

/** Of two pending invitations of one tenant to one mailbox, the one sent last stays. */
async function settleInvitations(query: Query): Promise<void> {
  const rows = await query<{ id: string; tenant_id: string; email: string; status: string }>(`SELECT id, tenant_id, email, status FROM invitations WHERE ${spelledOut('email')} ORDER BY sent_at`);
  for (const { id, tenant_id, email, status } of rows) {
    const address = canonicalEmail(email);
    if (status === 'PENDING') {
      await query(
        `WITH newest AS (SELECT id FROM invitations WHERE tenant_id = $1 AND email IN ($2, $3) AND status = 'PENDING' ORDER BY sent_at DESC, id LIMIT 1)
         UPDATE invitations SET status = 'REVOKED', ended_at = now()
          WHERE tenant_id = $1 AND email IN ($2, $3) AND status = 'PENDING' AND id NOT IN (SELECT id FROM newest)`,
        [tenant_id, email, address],
      );
    }
    await query('UPDATE invitations SET email = $2 WHERE id = $1', [id, address]);
  }
}

/** Unused links, and registrations that may get a second mail, name their address and work only for that address. */
async function settleTokens(query: Query): Promise<void> {
  const rows = await query<{ id: string; payload: Record<string, unknown> }>(`SELECT id, payload FROM one_time_tokens WHERE consumed_at IS NULL AND ${spelledOut('payload::text')}`);
  for (const { id, payload } of rows) {
    const addresses = ['email', 'from', 'to'].flatMap((field) => (typeof payload[field] === 'string' ? [[field, canonicalEmail(payload[field])]] : []));
    await query('UPDATE one_time_tokens SET payload = payload || $2::jsonb WHERE id = $1', [id, JSON.stringify(Object.fromEntries(addresses))]);
  }
}
