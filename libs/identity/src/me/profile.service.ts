import { AccessErrors, AuditTrail, beforeAndAfter } from '@authengine/contracts';
import { User, UserErrors, Users } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { isUniqueViolation, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MeEvents } from './me.events.js';
import type { UpdateMeDto } from './update-me.dto.js';

/** The fields that users may change about themselves, and no others. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly users: Users,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws UserErrors.username_taken; of parallel callers exactly one gets the username */
  async update(userId: UserId, { first_name, last_name, avatar_url, username }: UpdateMeDto): Promise<User> {
    const asked = { firstName: first_name, lastName: last_name, avatarUrl: avatar_url, username: username?.toLowerCase() ?? username };
    const fields = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Partial<User>;
    try {
      return await this.transactions.run(() => this.change(userId, fields));
    } catch (error) {
      if (isUniqueViolation(error, 'users_username_key')) throw UserErrors.username_taken({ cause: error });
      throw error;
    }
  }

  private async change(userId: UserId, fields: Partial<User>): Promise<User> {
    const was = await this.users.lock(userId);
    if (!was) throw AccessErrors.unauthenticated();
    if (Object.keys(fields).length > 0) {
      await this.users.update(userId, fields, 'grants');
    }
    const { before, after } = beforeAndAfter(shown(was, fields), shown(fields, fields));
    // Names of their own: they are personal, and what other events say of a change is not.
    const metadata = { fields: Object.keys(fields).map(wireName), fields_before: before, fields_after: after };
    await this.trail.record(MeEvents.updated, { targetUserId: userId, resourceId: userId, metadata });
    return (await this.users.find(userId)) ?? was;
  }
}

function shown(user: Partial<User>, fields: Partial<User>): Record<string, unknown> {
  return Object.fromEntries((Object.keys(fields) as (keyof User)[]).map((field) => [wireName(field), user[field]]));
}

function wireName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
