import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class MailboxQueryDto {
  /** Only mails to this address, in whatever spelling. */
  @IsOptional()
  @IsString()
  @MaxLength(508)
  to?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}
