import { ApiProperty } from '@nestjs/swagger';

export class AssignmentStatusDto {
  @ApiProperty({ description: 'How things are now, whether or not this call made them so', enum: ['assigned', 'removed'], example: 'assigned' })
  status!: 'assigned' | 'removed';
}
