import { CodeDto } from '../../codes/dto/code.dto.js';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class CompleteChallengeDto extends CodeDto {
  @ApiProperty({ description: 'From the 202 of the sign-in', example: 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  mfa_pending_token!: string;
}
