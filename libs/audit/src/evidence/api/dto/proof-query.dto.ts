import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

const WHOLE_NUMBER = ({ value }: { readonly value: unknown }): unknown => (typeof value === 'string' ? (/^\d{1,15}$/.test(value) ? Number(value) : Number.NaN) : value);
const size = { type: 'integer', minimum: 1, example: 307 } as const;

export class InclusionQuery {
  @ApiProperty({ type: 'string', format: 'uuid', description: "The entry's id" })
  @IsUUID()
  entry_id!: string;

  @ApiPropertyOptional({ ...size, description: 'In the log of how many entries; of the newest checkpoint unless given' })
  @IsOptional()
  @Transform(WHOLE_NUMBER)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  size?: number;
}

export class ConsistencyQuery {
  @ApiProperty({ ...size, description: 'The size of the earlier log' })
  @Transform(WHOLE_NUMBER)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  from!: number;

  @ApiProperty({ ...size, description: 'The size of the later log' })
  @Transform(WHOLE_NUMBER)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to!: number;
}
