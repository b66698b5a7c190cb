import { SECOND_FACTOR_METHODS, type SecondFactorMethod } from '@authengine/identity';
import { ApiProperty } from '@nestjs/swagger';

export class MfaStatusDto {
  @ApiProperty({ example: true }) mfa_enabled!: boolean;
  @ApiProperty({ enum: SECOND_FACTOR_METHODS, isArray: true, example: ['totp', 'recovery_code'] }) methods!: SecondFactorMethod[];
  @ApiProperty({ type: 'integer', example: 10 }) recovery_codes_left!: number;
}
