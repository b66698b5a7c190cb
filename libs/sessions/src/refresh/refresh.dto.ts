import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class RefreshRequestDto {
  @ApiPropertyOptional({ type: String, description: 'Left out by a browser that has the refresh cookie', example: 'ae_rt_3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSor', maxLength: 4096 })
  @IsOptional()
  @IsString()
  @MaxLength(4096)
  refresh_token?: string | null;
}
