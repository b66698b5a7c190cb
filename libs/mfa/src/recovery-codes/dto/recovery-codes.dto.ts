import { MessageDto } from '@authengine/identity';
import { ApiProperty } from '@nestjs/swagger';

export class RecoveryCodesDto extends MessageDto {
  @ApiProperty({ type: [String], description: 'Ten codes, each good once; shown this once', example: ['7K3M-QX0P-9D2R-HV5T-1BYC-4NWE'] }) recovery_codes!: string[];
}
