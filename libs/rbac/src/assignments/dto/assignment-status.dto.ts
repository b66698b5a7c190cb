import { ApiProperty } from '@nestjs/swagger';

export class AssignmentStatusDto {
  @ApiProperty({ description: 'The state now, whether or not this call changed it', enum: ['assigned', 'removed'], example: 'assigned' })
  status!: 'assigned' | 'removed';
}
