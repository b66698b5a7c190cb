import { AuditTrail, RequestErrors } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { SignInMethods } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { OwnerNotices } from '../../notices/owner-notices.js';
import { PasskeyErrors } from '../passkey.errors.js';
import { PasskeyEvents } from '../passkey.events.js';
import { passkeyRemovedMail } from '../passkey.mails.js';
import { Passkeys } from '../passkeys.js';

/** Removes a passkey, but never the last way to sign in. */
@Injectable()
export class PasskeyRemoval {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly methods: SignInMethods,
    private readonly users: Users,
    private readonly notices: OwnerNotices,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws RequestErrors.not_found for a passkey that is not this user's, PasskeyErrors.last_way_in */
  async remove(userId: UserId, id: string): Promise<void> {
    this.trail.describe({ targetUserId: userId, resourceId: userId });
    await this.transactions.run(async () => {
      const user = await this.users.lock(userId);
      const passkey = user && (await this.passkeys.find(userId, id));
      if (!passkey) throw RequestErrors.not_found();
      if ((await this.methods.count(userId)) <= 1) throw PasskeyErrors.last_way_in();
      await this.passkeys.remove(passkey);
      await this.notices.tell(user, 'passkey-removed', passkeyRemovedMail());
      await this.trail.record(PasskeyEvents.removed, { targetUserId: userId, resourceId: userId, metadata: { passkey_id: id, device_name: passkey.deviceName } });
    });
  }
}
