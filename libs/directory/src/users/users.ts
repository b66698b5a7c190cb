import type { AuthStrategy } from '@authengine/contracts';
import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, type ChangeEffect, Endings, isForeignKeyViolation, isUniqueViolation, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { userTombstone, userEntry } from './user-entry.js';
import { UserErrors } from './user.errors.js';
import { User, type UserStatus } from './user.entity.js';

export type NewUser = Pick<User, 'status' | 'createdAt'> & Partial<Pick<User, 'email' | 'pendingEmail' | 'username' | 'phoneNumber' | 'firstName' | 'lastName' | 'avatarUrl' | 'emailVerifiedAt' | 'authStrategies'>>;

/** The fields of a user that can change; the version, the id and the time of the last login are not among them. */
export type UserChanges = Partial<Omit<User, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'lastLoginAt'>>;

interface VersionRow {
  readonly id: UserId;
  readonly version: string;
  readonly status: UserStatus;
}

/** The users' rows. Addresses must be canonical already. */
@Injectable()
export class Users {
  constructor(
    private readonly transactions: Transactions,
    private readonly cache: VersionedCache,
    private readonly endings: Endings,
  ) {}

  find(id: UserId): Promise<User | null> {
    return this.transactions.manager.findOneBy(User, { id });
  }

  findMany(ids: readonly UserId[]): Promise<User[]> {
    return this.transactions.manager.findBy(User, { id: In([...ids]) });
  }

  findByEmail(email: string): Promise<User | null> {
    return this.transactions.manager.findOneBy(User, { email });
  }

  /**
   * The new user, or null when the address is taken. Of parallel callers exactly one gets the user.
   * @throws UserErrors.username_taken
   */
  async create(fields: NewUser): Promise<User | null> {
    const id = newId<UserId>();
    try {
      const result = await this.transactions.manager
        .createQueryBuilder()
        .insert()
        .into(User)
        .values({ ...fields, id, updatedAt: fields.createdAt })
        .orIgnore('("email")')
        .returning('id')
        .execute();
      return (result.raw as unknown[]).length === 0 ? null : await this.find(id);
    } catch (error) {
      if (isUniqueViolation(error, 'users_username_key')) throw UserErrors.username_taken({ cause: error });
      throw error;
    }
  }

  async isUsernameTaken(username: string): Promise<boolean> {
    return this.transactions.manager.existsBy(User, { username });
  }

  /**
   * Locks the user's row until the end of the transaction: changes of one user happen one after the other. Rows that
   * refer to the user may still be added.
   */
  lock(id: UserId): Promise<User | null> {
    return this.transactions.manager.findOne(User, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /**
   * Call this in a transaction that holds the user's row. It is the only way to write the row, so that every change
   * says its effect.
   * @throws the database's own error for a username or an address that belongs to another user
   */
  async update(id: UserId, fields: UserChanges, effect: ChangeEffect): Promise<void> {
    await this.transactions.manager.update(User, { id }, fields);
    await this.changed([id], effect);
  }

  /**
   * Call this in the transaction that began a session. The time of the login is in no cache entry and decides nothing, so it
   * raises no version.
   */
  async signedIn(id: UserId, lastLoginAt: Date): Promise<void> {
    await this.transactions.manager.update(User, { id }, { lastLoginAt });
  }

  /** An administrator who made an account active again has cancelled its deletion. */
  async forgetDeletionsCalledOff(): Promise<void> {
    await this.transactions.manager.query("UPDATE users SET deletion_requested_at = NULL WHERE deletion_requested_at IS NOT NULL AND status = 'ACTIVE'");
  }

  /** Call this in the transaction that gives the user this way to sign in. It is shown and decides nothing, so no version rises. */
  async gainStrategy(id: UserId, strategy: AuthStrategy): Promise<void> {
    await this.transactions.manager.query('UPDATE users SET auth_strategies = array_append(auth_strategies, $2) WHERE id = $1 AND NOT $2 = ANY(auth_strategies)', [id, strategy]);
  }

  /** Call this in the transaction that removes the user's last way of this kind. */
  async loseStrategy(id: UserId, strategy: AuthStrategy): Promise<void> {
    await this.transactions.manager.query('UPDATE users SET auth_strategies = array_remove(auth_strategies, $2) WHERE id = $1', [id, strategy]);
  }

  /**
   * Call this in the transaction that changed these users, their roles or their memberships: the change counts from
   * their next request on. `revokes` when they have lost anything: then the caller gets a 2xx only after the change
   * counts everywhere. `inTenant` also files the change under the tenant, for a call whose repetition cannot know the
   * user any more.
   */
  async changed(ids: readonly UserId[], effect: ChangeEffect, inTenant?: TenantId): Promise<void> {
    if (ids.length === 0) return;
    const [rows] = await this.transactions.manager.query<[VersionRow[], number]>(
      // Locks in the order of the ids, so that two changes of the same people wait for each other and never deadlock.
      `WITH locked AS (SELECT id FROM users WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE)
       UPDATE users SET version = version + 1, updated_at = now() FROM locked WHERE users.id = locked.id
       RETURNING users.id, users.version, users.status`,
      [ids],
    );
    const entries = rows.map(userEntry);
    await this.cache.change(inTenant === undefined ? entries : [...entries, ...entries.map((entry) => ({ ...entry, subject: inTenant }))], effect);
  }

  /**
   * Call this in the transaction of a call that found its work done before: that change must count everywhere before
   * the caller gets a 2xx.
   */
  async confirmChanges(ids: readonly UserId[]): Promise<void> {
    await this.cache.confirm(ids);
  }

  /**
   * Call this in a transaction that holds the user's row. It is an administrator's decision: it counts from the user's
   * next request on, and undoing a deletion does not lift it. An account that becomes active again is no longer to be
   * deleted. A user who may not act keeps no session: see `Sessions.endAll`.
   */
  async setStatus({ id, status: before }: Pick<User, 'id' | 'status'>, status: UserStatus): Promise<void> {
    await this.transactions.manager.update(User, { id }, { status, deactivated: status === 'INACTIVE', ...(status === 'ACTIVE' ? { deletionRequestedAt: null } : {}) });
    if (status === before && status !== 'ACTIVE') await this.confirmChanges([id]);
    if (status !== before) await this.changed([id], status === 'ACTIVE' ? 'grants' : 'revokes');
  }

  /**
   * Call this in a transaction that holds the user's row and has ended the sessions: deletes the user with all their
   * data, and no cache entry brings them back.
   * @throws UserErrors.owns_tenant
   */
  async remove(id: UserId, effect: ChangeEffect = 'revokes'): Promise<void> {
    // The memberships go with the row.
    this.endings.leaves(id, (await this.endings.hearers([id])).get(id) ?? []);
    try {
      await this.transactions.manager.delete(User, { id });
    } catch (error) {
      if (isForeignKeyViolation(error, 'tenants_owner_id_fkey')) throw UserErrors.owns_tenant({ cause: error });
      throw error;
    }
    await this.cache.change([userTombstone(id)], effect);
  }
}
