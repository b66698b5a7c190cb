import { randomUUID } from 'node:crypto';
import { SealedSecrets } from '@authengine/crypto';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MoreThanOrEqual } from 'typeorm';
import { matchedStep, newTotpSecret } from './totp-code.js';
import { TotpDevice } from './totp-device.entity.js';

/** How long a shown secret waits for its first code. */
const PENDING_MS = 15 * 60_000;

/** The rows of authenticator apps. Call the methods that change one with its user's row locked. */
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

  /**
   * The secret of a new device, which counts once it is confirmed. Secrets that were shown before can no longer be
   * confirmed.
   */
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

  /** Uses the first code of the pending device, which then replaces the earlier device. */
  async confirm(userId: UserId, code: string): Promise<'confirmed' | 'wrong_code' | 'nothing_pending'> {
    const now = this.clock.now();
    const device = await this.transactions.manager.findOneBy(TotpDevice, { userId, state: 'pending' });
    if (!device || now.getTime() - device.createdAt.getTime() > PENDING_MS) return 'nothing_pending';
    const step = matchedStep(this.sealed.open(device.sealedSecret, contextOf(device.id)), code, now);
    if (step === null) return 'wrong_code';
    await this.transactions.manager.delete(TotpDevice, { userId, state: 'confirmed' });
    // This uses the code up, so it is not a second factor for a login right after.
    await this.transactions.manager.update(TotpDevice, { id: device.id }, { state: 'confirmed', confirmedAt: now, lastStep: String(step) });
    return 'confirmed';
  }

  /** Uses up a code of the user's device: neither it nor an older one is accepted again (RFC 6238 section 5.2). */
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

  /**
   * Removes a confirmed device that was added since then, and any unconfirmed one. Returns whether a confirmed one was
   * removed.
   */
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
