import { Settings } from '@authengine/config';
import { AuditTrail } from '@authengine/contracts';
import { SealedSecretError, SealedSecrets } from '@authengine/crypto';
import { Clock } from '@authengine/kernel';
import { ADVISORY_LOCKS, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { newKeyPair, type KeyPair } from './key-pair.js';
import { isOutlived, isPublished, isRotationDue } from './rotation-rule.js';
import { SigningKey, type SigningKeyState } from './signing-key.entity.js';
import { SigningKeyErrors } from './signing-key.errors.js';
import { SigningKeyEvents } from './signing-key.events.js';

/** The rows of signing keys. One process at a time changes them, so that all nodes agree which key is the current one. */
@Injectable()
export class SigningKeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: SealedSecrets,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
  ) {}

  /** The current key, the next one, then the previous ones, the newest first. */
  async all(): Promise<SigningKey[]> {
    const order: SigningKeyState[] = ['CURRENT', 'NEXT', 'PREVIOUS'];
    const keys = await this.transactions.manager.find(SigningKey, { order: { createdAt: 'DESC', kid: 'ASC' } });
    return keys.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  }

  /** The private part; undefined where neither SECRET_KEY nor a former one opens it. What a former one sealed is sealed anew. */
  async open({ kid, sealedPrivateJwk }: SigningKey): Promise<Readonly<Record<string, unknown>> | undefined> {
    let opened: string;
    try {
      opened = this.seals.open(sealedPrivateJwk, contextOf(kid));
    } catch (error) {
      if (error instanceof SealedSecretError && error.fault === 'unknown_key') return undefined;
      throw error;
    }
    if (this.seals.needsReseal(sealedPrivateJwk)) await this.transactions.manager.update(SigningKey, { kid }, { sealedPrivateJwk: this.seals.seal(opened, contextOf(kid)) });
    return JSON.parse(opened) as Record<string, unknown>;
  }

  /** Makes the keys that are missing: both at the first start, both when the setting names another signature, and a next one that was lost. */
  async complete(): Promise<void> {
    const alg = this.settings.values.OIDC_SIGNING_ALG;
    const known = await this.all();
    if (known.some((key) => key.state === 'CURRENT' && key.alg === alg) && known.some(({ state }) => state === 'NEXT')) return;
    const [first, second] = [await newKeyPair(alg), await newKeyPair(alg)];
    await this.locked(async () => {
      const keys = await this.all();
      const current = keys.find(({ state }) => state === 'CURRENT');
      if (current?.alg === alg) return keys.some(({ state }) => state === 'NEXT') ? undefined : this.add(second, 'NEXT');
      await this.transactions.manager.delete(SigningKey, { state: 'NEXT' });
      await this.retire(current);
      await this.add(first, 'CURRENT');
      await this.add(second, 'NEXT');
      if (current) await this.recordRotated({ alg, kid: first.kid, next_kid: second.kid, previous_kid: current.kid, reason: 'another_algorithm' });
      else await this.trail.record(SigningKeyEvents.made, { actorId: null, resourceId: first.kid, metadata: { alg, kid: first.kid, next_kid: second.kid } });
    });
  }

  /** Rotates when it is time. Of several nodes that see it at once, one does. */
  async rotateWhenDue(): Promise<boolean> {
    const days = this.settings.values.OIDC_KEY_ROTATION_DAYS;
    const isDue = (current: SigningKey | undefined): boolean => current !== undefined && current.currentSince !== null && isRotationDue(current.currentSince, days, this.clock.now());
    if (!isDue((await this.all()).find(({ state }) => state === 'CURRENT'))) return false;
    return this.rotate('schedule', isDue);
  }

  /**
   * The next key becomes the current one, and a new one is shown as the next.
   * @throws SigningKeyErrors.next_is_new unless `now` says that verifiers may have to ask again
   */
  async rotateByCommand({ now }: { readonly now: boolean }): Promise<void> {
    await this.complete();
    await this.rotate(now ? 'command_now' : 'command', () => true);
  }

  /**
   * For a key that is no secret any more: what it signed counts at no node that has looked since, which each does every half a
   * minute. Where it signs, the next key takes over at once.
   * @throws SigningKeyErrors.unknown
   */
  async withdraw(kid: string): Promise<void> {
    await this.complete();
    const { OIDC_SIGNING_ALG: alg } = this.settings.values;
    const fresh = await newKeyPair(alg);
    await this.locked(async () => {
      const keys = await this.all();
      const withdrawn = keys.find((key) => key.kid === kid);
      if (!withdrawn) throw SigningKeyErrors.unknown();
      const { state } = withdrawn;
      await this.transactions.manager.delete(SigningKey, { kid });
      if (state === 'NEXT') await this.add(fresh, 'NEXT');
      if (state === 'CURRENT') await this.promote(keys.find((key) => key.state === 'NEXT'), fresh);
      await this.trail.record(SigningKeyEvents.withdrawn, { actorId: null, resourceId: kid, metadata: { alg: withdrawn.alg, kid, state } });
    });
  }

  private async rotate(reason: string, still: (current: SigningKey) => boolean): Promise<boolean> {
    const alg = this.settings.values.OIDC_SIGNING_ALG;
    const fresh = await newKeyPair(alg);
    return this.locked(async () => {
      const now = this.clock.now();
      const keys = await this.all();
      const [current, next] = (['CURRENT', 'NEXT'] as const).map((state) => keys.find((key) => key.state === state));
      if (!current || !still(current)) return false;
      if (!next) {
        // It is lost. What takes over is never a key that was retired; this one does once it was shown long enough.
        await this.add(fresh, 'NEXT');
        return false;
      }
      // Nobody can sign with it, its secret being lost: new keys are for whoever runs the service to ask for.
      if (reason !== 'command_now' && (await this.open(next)) === undefined) return false;
      if (!isPublished(next.createdAt, now) && reason !== 'command_now') {
        if (reason === 'schedule') return false;
        throw SigningKeyErrors.next_is_new();
      }
      for (const { kid, retiredAt } of keys) if (retiredAt !== null && isOutlived(retiredAt, now)) await this.transactions.manager.delete(SigningKey, { kid });
      await this.retire(current);
      const promoted = await this.promote(next, fresh);
      await this.recordRotated({ alg: promoted.alg, kid: promoted.kid, next_kid: fresh.kid, previous_kid: current.kid, reason });
      return true;
    });
  }

  /** The next key becomes the current one, or a new key where nobody can sign with it; `fresh` becomes the next. Gives back the current one. */
  private async promote(next: SigningKey | undefined, fresh: KeyPair): Promise<Pick<KeyPair, 'kid' | 'alg'>> {
    if (next && (await this.open(next)) !== undefined) {
      await this.transactions.manager.update(SigningKey, { kid: next.kid }, { state: 'CURRENT', currentSince: this.clock.now() });
      await this.add(fresh, 'NEXT');
      return next;
    }
    await this.transactions.manager.delete(SigningKey, { state: 'NEXT' });
    const another = await newKeyPair(fresh.alg);
    await this.add(another, 'CURRENT');
    await this.add(fresh, 'NEXT');
    return another;
  }

  private async retire(current: SigningKey | undefined): Promise<void> {
    if (current) await this.transactions.manager.update(SigningKey, { kid: current.kid }, { state: 'PREVIOUS', retiredAt: this.clock.now() });
  }

  private async add({ kid, alg, publicJwk, privateJwk }: KeyPair, state: SigningKeyState): Promise<void> {
    const now = this.clock.now();
    await this.transactions.manager.insert(SigningKey, {
      kid,
      alg,
      state,
      publicJwk: publicJwk as never,
      sealedPrivateJwk: this.seals.seal(JSON.stringify(privateJwk), contextOf(kid)),
      createdAt: now,
      currentSince: state === 'CURRENT' ? now : null,
      retiredAt: null,
    });
  }

  private async recordRotated(metadata: Readonly<Record<string, unknown>>): Promise<void> {
    await this.trail.record(SigningKeyEvents.rotated, { actorId: null, resourceId: String(metadata['kid']), metadata });
  }

  private locked<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.run(async () => {
      await this.transactions.manager.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.signingKeys]);
      return work();
    });
  }
}

function contextOf(kid: string): string {
  return `signing-key:${kid}`;
}
