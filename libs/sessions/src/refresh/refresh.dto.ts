import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class RefreshRequestDto {
  @ApiProperty({ example: 'ae_rt_3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSor', maxLength: 4096 })
  @IsString()
  @MaxLength(4096)
  refresh_token!: string;
}
