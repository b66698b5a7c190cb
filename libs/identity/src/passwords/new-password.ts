import { RequestErrors } from '@authengine/contracts';
import { PasswordHasher, PasswordPolicy, type PasswordContext } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';

/** The one way a password becomes a hash to store: policy first, then the hash. */
@Injectable()
export class NewPassword {
  constructor(
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws RequestErrors.invalid naming `field` and every rule that is broken, before anything is hashed */
  async hash(password: string, context: PasswordContext, field = 'password'): Promise<string> {
    this.check(password, context, field);
    return this.hasher.hash(password);
  }

  /** As `hash`, for an address that nobody has proven yet: two registrations of it with the same password have the same hash. */
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
