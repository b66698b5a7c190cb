import { randomUUID } from 'node:crypto';
import { SealedSecrets } from '@authengine/crypto';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MoreThanOrEqual } from 'typeorm';
import { matchedStep, newTotpSecret } from './totp-code.js';
import { TotpDevice } from './totp-device.entity.js';

/** How long a secret that was shown waits for its first code. */
const PENDING_MS = 15 * 60_000;

/** The rows of authenticator apps. What changes one is called with its user's row held. */
@Injectable()
export class TotpDevices {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealed: SealedSecrets,
    private readonly clock: Clock,
  ) {}

  confirmedOf(userId: UserId): Promise<TotpDevice | null> {
    return this.transactions.manager.findOneBy(TotpDevice, { userId, state: 'confirmed' });
  }

  isEnrolled(userId: UserId): Promise<boolean> {
    return this.transactions.manager.existsBy(TotpDevice, { userId, state: 'confirmed' });
  }

  /** The secret of a device that counts once it is confirmed; of those shown before, none can be any more. */
  async propose(userId: UserId): Promise<string> {
    const id = randomUUID();
    const secret = newTotpSecret();
    await this.transactions.manager.delete(TotpDevice, { userId, state: 'pending' });
    await this.transactions.manager.insert(TotpDevice, {
      id,
      userId,
      state: 'pending',
      sealedSecret: this.sealed.seal(secret, contextOf(id)),
      lastStep: null,
      createdAt: this.clock.now(),
      confirmedAt: null,
    });
    return secret;
  }

  /** Takes the first code of the pending device, which then stands in for the one before it. */
  async confirm(userId: UserId, code: string): Promise<'confirmed' | 'wrong_code' | 'nothing_pending'> {
    const now = this.clock.now();
    const device = await this.transactions.manager.findOneBy(TotpDevice, { userId, state: 'pending' });
    if (!device || now.getTime() - device.createdAt.getTime() > PENDING_MS) return 'nothing_pending';
    const step = matchedStep(this.sealed.open(device.sealedSecret, contextOf(device.id)), code, now);
    if (step === null) return 'wrong_code';
    await this.transactions.manager.delete(TotpDevice, { userId, state: 'confirmed' });
    // That code is used up by this, so it is no second factor of a login a moment later.
    await this.transactions.manager.update(TotpDevice, { id: device.id }, { state: 'confirmed', confirmedAt: now, lastStep: String(step) });
    return 'confirmed';
  }

  /** Takes a code of the user's device, once: neither it nor an older one is taken again (RFC 6238 section 5.2). */
  async accept(userId: UserId, code: string): Promise<boolean> {
    const device = await this.transactions.manager.findOneBy(TotpDevice, { userId, state: 'confirmed' });
    if (!device) return false;
    const secret = this.sealed.open(device.sealedSecret, contextOf(device.id));
    const step = matchedStep(secret, code, this.clock.now());
    if (step === null) return false;
    const sealedSecret = this.sealed.needsReseal(device.sealedSecret) ? this.sealed.seal(secret, contextOf(device.id)) : device.sealedSecret;
    const [rows] = await this.transactions.manager.query<[unknown[], number]>(
      `UPDATE totp_devices SET last_step = $2, sealed_secret = $3
        WHERE id = $1 AND state = 'confirmed' AND (last_step IS NULL OR last_step < $2) RETURNING id`,
      [device.id, step, sealedSecret],
    );
    return rows.length > 0;
  }

  /** Whether a device that counted had been added since and is gone; what waits for its first code goes anyhow. */
  async removeAddedSince(userId: UserId, since: Date): Promise<boolean> {
    await this.transactions.manager.delete(TotpDevice, { userId, state: 'pending' });
    const { affected } = await this.transactions.manager.delete(TotpDevice, { userId, confirmedAt: MoreThanOrEqual(since) });
    return (affected ?? 0) > 0;
  }

  async removeAll(userId: UserId): Promise<void> {
    await this.transactions.manager.delete(TotpDevice, { userId });
  }
}

function contextOf(deviceId: string): string {
  return `totp:${deviceId}`;
}
