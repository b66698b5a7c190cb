import { MessageDto } from '@authengine/identity';
import { ApiProperty } from '@nestjs/swagger';

export class RecoveryCodesDto extends MessageDto {
  @ApiProperty({ type: [String], description: 'Ten codes. Each works once, and they are shown only now', example: ['7K3M-QX0P-9D2R-HV5T-1BYC-4NWE'] }) recovery_codes!: string[];
}
