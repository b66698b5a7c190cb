import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { isCursor } from './cursor.js';

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 100;

/** The query parameters of every list. A list's own query extends it with its filters. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE, description: 'The number of entries on a page' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? wholeNumber(value) : value))
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  limit: number = DEFAULT_PAGE_SIZE;

  @ApiPropertyOptional({ type: 'string', description: 'Where the page begins: as given by the `Link` header (`rel="next"`) of the page before' })
  @IsOptional()
  @ValidateBy({ name: 'isCursor', validator: { validate: isCursor, defaultMessage: () => 'cursor must be one that this list handed out' } })
  cursor?: string;
}

/** Only plain digits, because `Number` accepts `0x10`, `1e2` and the empty text. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
