import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';

/** The query of every write that changes access. */
export class DryRunQuery {
  @ApiPropertyOptional({ type: 'boolean', default: false, description: 'Change nothing; answer 200 with what the change would do' })
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  dry_run: boolean = false;
}
