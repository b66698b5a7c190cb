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
    const violations = this.policy.violations(password, context);
    if (violations.length > 0) {
      throw RequestErrors.invalid({ errors: violations.map(({ message }) => ({ field, message })) });
    }
    return this.hasher.hash(password);
  }
}
