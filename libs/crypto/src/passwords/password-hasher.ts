import { randomBytes } from 'node:crypto';
import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';
import bcrypt from 'bcrypt';
import { KeyRing } from '../keys/key-ring.js';
import { derivedSalt } from './derived-salt.js';
import { HashingQueue } from './hashing-queue.js';
import { pepperedPassword } from './peppered-password.js';
import { formatStoredPassword, parseStoredPassword } from './stored-password.js';

const PEPPER = 'password-pepper';

/**
 * Hashes and checks passwords: bcrypt over a keyed pre-hash, in a bounded queue, off the event loop.
 * Both methods that hash throw `ServerErrors.busy` when the queue is full.
 */
@Injectable()
export class PasswordHasher {
  private readonly cost: number;
  private readonly decoy: string;

  constructor(
    settings: Settings,
    private readonly keys: KeyRing,
    private readonly queue: HashingQueue,
  ) {
    this.cost = settings.values.BCRYPT_COST;
    this.decoy = decoyOf(this.cost);
  }

  /** What the row keeps; it holds bcrypt's `$2b$` string. @throws TypeError for text without a UTF-8 form */
  hash(password: string): Promise<string> {
    return this.hashWith(password, this.cost);
  }

  /**
   * As `hash`, but the same text for the same password of one `owner`: tells whether two people who
   * name the same address gave the same password, when neither has proven to be the owner.
   */
  hashOf(owner: string, password: string): Promise<string> {
    return this.hashWith(password, derivedSalt(this.keys.derivedKey(PEPPER).key, owner, this.cost));
  }

  private async hashWith(password: string, saltOrCost: string | number): Promise<string> {
    if (!password.isWellFormed()) throw new TypeError('a password is well-formed text');
    const pepper = this.keys.derivedKey(PEPPER);
    return formatStoredPassword(pepper.id, await this.queue.run(() => bcrypt.hash(pepperedPassword(pepper.key, password), saltOrCost)));
  }

  /**
   * Whether the password is the one. No stored password (no such user, none set, one that cannot be
   * read) is false after the same work, so that the time does not tell who has an account.
   */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const parsed = stored === null ? undefined : parseStoredPassword(stored);
    const pepper = parsed && this.keys.findDerivedKey(PEPPER, parsed.pepperId);
    const { key } = pepper ?? this.keys.derivedKey(PEPPER);
    const expected = parsed && pepper ? parsed.bcrypt : this.decoy;
    const peppered = pepperedPassword(key, password);
    const matches = await this.queue.run(async () => (await bcrypt.compare(peppered, expected)) || (await this.fail(peppered, bcrypt.getRounds(expected))));
    return matches && expected !== this.decoy && password.isWellFormed();
  }

  /** A wrong password spends what a hash of today's cost would: 2^c + 2^c + 2^(c+1) + … + 2^(n-1) = 2^n. */
  private async fail(peppered: string, spentCost: number): Promise<false> {
    for (let cost = spentCost; cost < this.cost; cost += 1) await bcrypt.compare(peppered, decoyOf(cost));
    return false;
  }

  /** Whether to store a new hash after a login that succeeded: older pepper, lower cost, other scheme. */
  needsRehash(stored: string): boolean {
    const parsed = parseStoredPassword(stored);
    return !parsed || parsed.pepperId !== this.keys.derivedKey(PEPPER).id || parsed.cost < this.cost;
  }
}

/** Costs what a real one costs and matches nothing: a salt with random digits where a digest would be. */
function decoyOf(cost: number): string {
  return bcrypt.genSaltSync(cost) + randomBytes(16).toString('hex').slice(0, 31);
}
