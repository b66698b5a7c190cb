import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

export class TransferOwnershipDto {
  @ApiProperty({ format: 'uuid', description: 'The member who becomes the owner', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' })
  @IsUUID()
  user_id!: string;
}
