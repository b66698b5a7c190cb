import { RequestErrors } from '@authengine/contracts';
import { PasswordHasher, PasswordPolicy, type PasswordContext } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';

/** The only way from a password to a stored hash: first the policy, then the hash. */
@Injectable()
export class NewPassword {
  constructor(
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws RequestErrors.invalid naming `field` and every broken rule, before anything is hashed */
  async hash(password: string, context: PasswordContext, field = 'password'): Promise<string> {
    this.check(password, context, field);
    return this.hasher.hash(password);
  }

  /**
   * As `hash`, for an address that nobody has proven yet: two registrations with the same address and password have the
   * same hash.
   */
  async hashForAddress(password: string, email: string): Promise<string> {
    this.check(password, { email }, 'password');
    return this.hasher.hashOf(email, password);
  }

  private check(password: string, context: PasswordContext, field: string): void {
    const violations = this.policy.violations(password, context);
    if (violations.length > 0) {
      throw RequestErrors.invalid({ errors: violations.map(({ message }) => ({ field, message })) });
    }
  }
}
