import { AccessErrors } from '@authengine/contracts';
import { DomainError, type UserId } from '@authengine/kernel';
import { OptionalCaller } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AskingBrowsers } from './asking-browsers.js';

/**
 * The accounts that the caller is signed in to. A mailed link proves only a mailbox. That its reader also asked for the
 * mail is known only when the reader is signed in to that account.
 */
@Injectable()
export class AccountsAtHand {
  constructor(
    private readonly callers: OptionalCaller,
    private readonly browsers: AskingBrowsers,
  ) {}

  /** A credential that is invalid, or meant for a proxy on the way, counts as none: most links need none. */
  async of(request: Request): Promise<ReadonlySet<UserId>> {
    const caller = await this.callers.of(request).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === AccessErrors.unauthenticated.code) return null;
      throw error;
    });
    const account = await this.browsers.accountOf(request);
    return new Set([...(caller ? [caller.userId] : []), ...(account ? [account] : [])]);
  }
}
