import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';

/** COSE: EdDSA, ES256, RS256. Exactly the algorithms that browsers must be offered (section 5.4). */
export const ALGORITHMS: readonly number[] = [-8, -7, -257];

/**
 * The party that passkeys are made for: WEBAUTHN_RP_ID, on pages of exactly WEBAUTHN_ORIGINS. By default it is the host
 * of `APP_URL`, on its own origin.
 */
@Injectable()
export class RelyingParty {
  readonly id: string;
  readonly origins: string[];
  readonly name: string;

  constructor({ values }: Settings) {
    const url = new URL(values.APP_URL);
    this.id = values.WEBAUTHN_RP_ID ?? url.hostname;
    this.origins = values.WEBAUTHN_ORIGINS.length > 0 ? [...values.WEBAUTHN_ORIGINS] : [url.origin];
    this.name = values.APP_NAME;
  }
}
