import type { AuthStrategy } from '@authengine/contracts';
import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { Copies, type ChangeEffect, isForeignKeyViolation, isUniqueViolation, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { deletedUserCopy, userCopy } from './user-copy.js';
import { UserErrors } from './user.errors.js';
import { User, type UserStatus } from './user.entity.js';

export type NewUser = Pick<User, 'status' | 'createdAt'> & Partial<Pick<User, 'email' | 'pendingEmail' | 'username' | 'phoneNumber' | 'firstName' | 'lastName' | 'avatarUrl' | 'emailVerifiedAt' | 'authStrategies'>>;

/** Who may act, and as whom: never a version, an id, or when they signed in. */
export type UserChanges = Partial<Omit<User, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'lastLoginAt'>>;

interface VersionRow {
  readonly id: UserId;
  readonly version: string;
  readonly status: UserStatus;
}

/** The rows of users. Addresses given here are canonical already. */
@Injectable()
export class Users {
  constructor(
    private readonly transactions: Transactions,
    private readonly copies: Copies,
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
   * The new user, or null when the address is taken; of parallel callers exactly one gets the user.
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

  /** Holds the user's row to the end of the transaction: changes of one user happen one after the other. Rows that refer to the user may still be added. */
  lock(id: UserId): Promise<User | null> {
    return this.transactions.manager.findOne(User, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /**
   * In a transaction that holds the user's row: the one way to write it, so that whoever changes a user says what the change does.
   * @throws UserErrors.username_taken; the database's own error for an address that is another's
   */
  async update(id: UserId, fields: UserChanges, effect: ChangeEffect): Promise<void> {
    try {
      await this.transactions.manager.update(User, { id }, fields);
    } catch (error) {
      if (isUniqueViolation(error, 'users_username_key')) throw UserErrors.username_taken({ cause: error });
      throw error;
    }
    await this.changed([id], effect);
  }

  /** In the transaction that began a session. What nobody is told from a copy, and no decision rests on, raises no version. */
  async signedIn(id: UserId, lastLoginAt: Date): Promise<void> {
    await this.transactions.manager.update(User, { id }, { lastLoginAt });
  }

  /** An administrator who made an account active again has called its deletion off. */
  async forgetDeletionsCalledOff(): Promise<void> {
    await this.transactions.manager.query("UPDATE users SET deletion_requested_at = NULL WHERE deletion_requested_at IS NOT NULL AND status = 'ACTIVE'");
  }

  /** In the transaction that gives the user such a way to sign in. */
  async gainStrategy(id: UserId, strategy: AuthStrategy): Promise<void> {
    await this.transactions.manager.query('UPDATE users SET auth_strategies = array_append(auth_strategies, $2) WHERE id = $1 AND NOT $2 = ANY(auth_strategies)', [id, strategy]);
    await this.changed([id], 'grants');
  }

  /** In the transaction that takes the user's last way of this kind. */
  async loseStrategy(id: UserId, strategy: AuthStrategy): Promise<void> {
    await this.transactions.manager.query('UPDATE users SET auth_strategies = array_remove(auth_strategies, $2) WHERE id = $1', [id, strategy]);
    // What a user signs in with is told, and decides nothing.
    await this.changed([id], 'grants');
  }

  /**
   * In the transaction that changed these users, their roles or their memberships: makes it count on their next request.
   * `revokes` where anything was taken from them: then no caller gets a 2xx before it counts everywhere. `inTenant`: found
   * by the tenant too, for an act whose repetition no longer knows whom it was about.
   */
  async changed(ids: readonly UserId[], effect: ChangeEffect, inTenant?: TenantId): Promise<void> {
    if (ids.length === 0) return;
    const [rows] = await this.transactions.manager.query<[VersionRow[], number]>(
      // In the order of their ids, so that two changes of the same people wait for each other and never in a circle.
      `WITH locked AS (SELECT id FROM users WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE)
       UPDATE users SET version = version + 1, updated_at = now() FROM locked WHERE users.id = locked.id
       RETURNING users.id, users.version, users.status`,
      [ids],
    );
    const copies = rows.map(userCopy);
    await this.copies.change(inTenant === undefined ? copies : [...copies, ...copies.map((copy) => ({ ...copy, subject: inTenant }))], effect);
  }

  /** In the transaction of an act that found what it should take from these users taken already: it counts everywhere before its caller gets a 2xx. */
  async confirmChanges(ids: readonly UserId[]): Promise<void> {
    await this.copies.confirm(ids);
  }

  /**
   * In a transaction that holds the user's row: an administrator's word, which counts from their next request on and
   * which no undone deletion lifts. Making an account active again calls its deletion off. Who may no longer act keeps
   * no session: see `Sessions.endAll`.
   */
  async setStatus({ id, status: before }: Pick<User, 'id' | 'status'>, status: UserStatus): Promise<void> {
    await this.transactions.manager.update(User, { id }, { status, deactivated: status === 'INACTIVE', ...(status === 'ACTIVE' ? { deletionRequestedAt: null } : {}) });
    if (status === before && status !== 'ACTIVE') await this.confirmChanges([id]);
    if (status !== before) await this.changed([id], status === 'ACTIVE' ? 'grants' : 'revokes');
  }

  /**
   * In a transaction that holds the user's row and has ended the sessions: the user and all that is
   * kept of them goes, and no copy brings them back.
   * @throws UserErrors.owns_tenant
   */
  async remove(id: UserId, effect: ChangeEffect = 'revokes'): Promise<void> {
    try {
      await this.transactions.manager.delete(User, { id });
    } catch (error) {
      if (isForeignKeyViolation(error, 'tenants_owner_id_fkey')) throw UserErrors.owns_tenant({ cause: error });
      throw error;
    }
    await this.copies.change([deletedUserCopy(id)], effect);
  }
}
