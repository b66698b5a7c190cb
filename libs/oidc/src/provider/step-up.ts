import { Users } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { ONE_FACTOR, TWO_FACTORS } from '../interactions/authentication-context.js';

/** Whether an application asks for more than the user has shown in this session (`acr_values`, RFC 9470 section 4). */
@Injectable()
export class StepUp {
  constructor(private readonly users: Users) {}

  /**
   * A user who has no second factor is not asked for one: they go on, and `acr` says what was done. The application decides
   * (OpenID Connect Core section 5.5.1.1: the values are wishes).
   */
  async isNeeded({ oidc: { params, session, acr, result } }: KoaContextWithOIDC): Promise<boolean> {
    const asked = typeof params?.['acr_values'] === 'string' ? params['acr_values'].split(' ') : [];
    if (!asked.includes(TWO_FACTORS) || asked.includes(ONE_FACTOR) || acr === TWO_FACTORS) return false;
    if (session?.accountId === undefined || result?.login !== undefined) return false;
    return (await this.users.find(session.accountId as UserId))?.mfaEnabled === true;
  }
}
