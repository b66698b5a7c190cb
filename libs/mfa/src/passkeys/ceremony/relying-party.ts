import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';

/** COSE: EdDSA, ES256, RS256. What a browser must be offered (section 5.4), and no more. */
export const ALGORITHMS: readonly number[] = [-8, -7, -257];

/** Who passkeys are made for: the host of `APP_URL`, on pages of exactly its origin. */
@Injectable()
export class RelyingParty {
  readonly id: string;
  readonly origin: string;
  readonly name: string;

  constructor({ values }: Settings) {
    const url = new URL(values.APP_URL);
    this.id = url.hostname;
    this.origin = url.origin;
    this.name = values.APP_NAME;
  }
}
