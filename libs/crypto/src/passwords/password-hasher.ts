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
 * Hashes and checks passwords: bcrypt over a keyed pre-hash, in a bounded queue, off the event loop. The methods that
 * hash throw `ServerErrors.busy` when the queue is full.
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

  /**
   * The text that the row keeps; it contains bcrypt's `$2b$` string.
   * @throws TypeError for text without a UTF-8 form
   */
  hash(password: string): Promise<string> {
    return this.hashWith(password, this.cost);
  }

  /**
   * As `hash`, but the same password of the same `owner` always gives the same text. It shows whether two people gave
   * the same password for one address while neither has proven to own it.
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
   * Whether this is the password. Without a stored password (no such user, none set, one that cannot be read) the
   * answer is false after the same work, so the time does not show who has an account.
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

  /** A wrong password costs as much as a hash at today's cost: 2^c + 2^c + 2^(c+1) + … + 2^(n-1) = 2^n. */
  private async fail(peppered: string, spentCost: number): Promise<false> {
    for (let cost = spentCost; cost < this.cost; cost += 1) await bcrypt.compare(peppered, decoyOf(cost));
    return false;
  }

  /** Whether to store a new hash after a successful login: an older pepper, a lower cost or another scheme. */
  needsRehash(stored: string): boolean {
    const parsed = parseStoredPassword(stored);
    return !parsed || parsed.pepperId !== this.keys.derivedKey(PEPPER).id || parsed.cost < this.cost;
  }
}

/** A hash that costs as much as a real one and matches nothing: a salt, with random digits in place of a digest. */
function decoyOf(cost: number): string {
  return bcrypt.genSaltSync(cost) + randomBytes(16).toString('hex').slice(0, 31);
}
