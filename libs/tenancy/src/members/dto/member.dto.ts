import { UserDto } from '@authengine/directory';
import { ApiProperty } from '@nestjs/swagger';

/** A member as their tenant sees them: `roles` are those held there, and no others. */
export class MemberDto extends UserDto {
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) joined_at!: string;
}
