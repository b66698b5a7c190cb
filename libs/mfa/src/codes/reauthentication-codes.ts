import type { User } from '@authengine/directory';
import { SecondFactorCodesPort } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { refusalOf, CodeChecks } from './code-checks.js';

/** Identity's port for a user who proves again who they are: the same codes and the same budget as at sign-in. */
@Injectable()
export class ReauthenticationCodes extends SecondFactorCodesPort {
  constructor(private readonly codes: CodeChecks) {
    super();
  }

  async accept(user: User, code: string): Promise<boolean> {
    const check = await this.codes.check(user, code);
    // Nothing was written, because an exhausted budget counts no further.
    if (check.kind === 'exhausted') throw refusalOf(check);
    return check.kind === 'right';
  }
}
