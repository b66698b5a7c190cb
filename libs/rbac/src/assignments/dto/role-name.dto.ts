import { IsString, Length } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';

export class RoleNameDto {
  @ApiProperty({ description: 'The exact name of the role', example: 'PLATFORM_ADMIN', minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  role_name!: string;
}
