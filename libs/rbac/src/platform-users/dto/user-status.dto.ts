import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { SettableStatus } from '../platform-user.service.js';

const SETTABLE: readonly SettableStatus[] = ['ACTIVE', 'INACTIVE', 'SUSPENDED'];

export class UserStatusDto {
  @ApiProperty({ enum: SETTABLE, example: 'SUSPENDED' })
  @IsIn(SETTABLE)
  status!: SettableStatus;
}
