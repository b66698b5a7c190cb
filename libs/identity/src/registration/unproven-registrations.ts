import { AuditTrail } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { Injectable } from '@nestjs/common';
import { RegistrationEvents } from './registration.events.js';

/** Registrations whose address nobody has proven: they never block a person who proves it. */
@Injectable()
export class UnprovenRegistrations {
  constructor(
    private readonly users: Users,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Call this in a transaction that gives the address to another account: removes an unproven registration of it, and
   * records that.
   */
  async giveUp(email: string): Promise<void> {
    const found = await this.users.findByEmail(email);
    const holder = found && (await this.users.lock(found.id));
    if (holder?.email !== email || holder.emailVerifiedAt !== null || holder.status !== 'PENDING_VERIFICATION') return;
    // Nobody ever signed in to it, so nobody loses anything.
    await this.users.remove(holder.id, 'grants');
    await this.trail.record(RegistrationEvents.superseded, { actorId: null, targetUserId: holder.id, resourceId: holder.id, metadata: { email } });
  }
}
