import { EmailField } from '@authengine/directory';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

export class InviteDto {
  @EmailField()
  email!: string;

  @ApiPropertyOptional({ description: 'The exact name of a role below your own level', default: 'TENANT_USER', minLength: 1, maxLength: 100, example: 'TENANT_USER' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  role_name: string = 'TENANT_USER';
}

export class InvitedDto {
  @ApiProperty({ example: 'The invitation has been mailed.' }) message!: string;
  @ApiProperty({ format: 'uuid', example: '6a1f0c3d-2b4e-4f5a-9c8d-7e6f5a4b3c2d' }) invitation_id!: string;
  @ApiProperty({ enum: ['invited'], example: 'invited' }) status!: 'invited';
}
