import type { AuthStrategy } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import type { TenantId } from '@authengine/kernel';
import type { RefreshTransport } from '@authengine/sessions';
import { ApiProperty } from '@nestjs/swagger';

export const SECOND_FACTOR_METHODS = ['totp', 'recovery_code', 'webauthn'] as const;
export type SecondFactorMethod = (typeof SECOND_FACTOR_METHODS)[number];

/** The client gets this instead of tokens while a second factor is missing; it can only be used to give that factor. */
export class MfaChallengeDto {
  @ApiProperty({ description: 'Send it with the code to POST /auth/mfa/complete', example: 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg' }) mfa_pending_token!: string;
  @ApiProperty({ example: 'Enter the code of your authenticator app.' }) message!: string;
  @ApiProperty({ enum: SECOND_FACTOR_METHODS, isArray: true, example: ['totp', 'recovery_code'] }) methods!: SecondFactorMethod[];
}

/** What the session is to be like that the answer to a challenge opens. */
export interface WantedSession {
  readonly tenantId: TenantId | null;
  readonly refreshTransport: RefreshTransport;
}

/** The port through which every way to sign in asks for a second factor. mfa provides it. */
export abstract class SecondFactorPort {
  /**
   * Call this in the transaction of the sign-in, with the user's row locked. Returns the challenge to answer first, or
   * null when none is needed.
   */
  abstract challenge(user: User, firstFactor: AuthStrategy, session: WantedSession): Promise<MfaChallengeDto | null>;
}
