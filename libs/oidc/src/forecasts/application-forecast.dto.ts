import { ForecastDto } from '@authengine/rbac';
import { ApiProperty } from '@nestjs/swagger';

export class EndedGrantDto {
  @ApiProperty({ format: 'uuid', example: '7d5a1c90-3b2e-4f68-9a41-c0e6b8d2f713' }) id!: string;
  @ApiProperty({ format: 'uuid', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }) user_id!: string;
  @ApiProperty({ format: 'uuid', description: 'The session in which the user signed in to it; it goes on', example: '2f1b9a70-5a0f-4c57-9f0e-7d1a3b5c9e21' }) session_id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The organization that it is for', example: null }) tenant_id!: string | null;
}

/** What a change would end of an application. */
export class ApplicationEndsDto {
  @ApiProperty({ format: 'uuid', example: '5b2f7c1e-9a64-4d0b-8c3a-2f6d1e7b9a05' }) id!: string;
  @ApiProperty({ type: 'integer', description: 'Sign-ins of users whose tokens would stand no more', example: 12 }) grants_ended!: number;
  @ApiProperty({ type: [EndedGrantDto], description: 'The newest hundred of them' }) grants!: EndedGrantDto[];
  @ApiProperty({ type: 'integer', description: 'Whose sign-ins they are', example: 9 }) users_affected!: number;
  @ApiProperty({ type: 'integer', description: 'Opaque access tokens, refresh tokens and tokens of its own that would stand no more. A JWT is kept nowhere, and not counted; it ends with its grant', example: 24 }) tokens_ended!: number;
  @ApiProperty({ type: 'integer', description: 'Secrets that are left; with none, an application that needs one can ask for nothing', example: 1 }) secrets_left!: number;
}

/** What a change of an application would do. No user may do less or more by it. */
export class ApplicationForecastDto extends ForecastDto {
  @ApiProperty({ type: ApplicationEndsDto }) application!: ApplicationEndsDto;
}
