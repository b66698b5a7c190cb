import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class LiveDto {
  @ApiProperty({ example: 'ok' })
  status!: 'ok';
}

export class DependencyDto {
  @ApiProperty({ enum: ['up', 'degraded', 'down'], example: 'up' })
  status!: 'up' | 'degraded' | 'down';

  @ApiPropertyOptional({ description: 'What to do about it, where that is known', example: 'REDIS_URL: the user may not run INFO' })
  reason?: string;
}

/** `degraded` is ready: what is away is not needed for an answer. */
export class ReadyDto {
  @ApiProperty({ enum: ['ok', 'degraded', 'error', 'shutting_down'], example: 'ok' })
  status!: string;

  @ApiProperty({ description: 'Each dependency by its name', type: 'object', additionalProperties: { type: 'object' }, example: { postgres: { status: 'up' }, redis: { status: 'up' } } })
  details!: Record<string, DependencyDto>;
}
