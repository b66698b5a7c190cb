import { answerPage, ApiPage, Audited, Authenticated, CurrentUser, PageQuery, pageOfWhole, Problems, type UserPrincipal } from '@authengine/contracts';
import { isUuid, type ApplicationId } from '@authengine/kernel';
import { Controller, Delete, Get, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApplicationErrors } from '../applications/application.errors.js';
import { Applications } from '../applications/applications.js';
import { Consents } from './consents.js';
import { GrantEvents } from './grant.events.js';

/** An application that the user has agreed to. */
export class MyApplicationDto {
  @ApiProperty({ format: 'uuid', example: '5b2f7c1e-9a64-4d0b-8c3a-2f6d1e7b9a05' }) id!: string;
  @ApiProperty({ example: 'Web shop' }) name!: string;
  @ApiProperty({ type: [String], description: 'What it was allowed', example: ['openid', 'email'] }) scopes!: string[];
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiProperty({ format: 'date-time', description: 'When more was last agreed to', example: '2026-01-15T09:30:00.000Z' }) updated_at!: string;
}

@ApiTags('Me')
@Controller('me/applications')
@Authenticated()
export class MyApplicationsController {
  constructor(
    private readonly consents: Consents,
    private readonly applications: Applications,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Applications that you have agreed to', description: 'The newest first.' })
  @ApiPage(MyApplicationDto)
  async list(@CurrentUser() { userId }: UserPrincipal, @Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<MyApplicationDto[]> {
    const page = pageOfWhole(await this.consents.list(userId), query, ({ applicationId, createdAt }) => ({ id: applicationId, createdAt }));
    return answerPage(page, request, response).map(({ applicationId, name, scopes, createdAt, updatedAt }) => ({ id: applicationId, name, scopes, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() }));
  }

  @Delete(':id')
  @HttpCode(204)
  @Audited(GrantEvents.withdrawn)
  @Problems(ApplicationErrors.not_found)
  @ApiOperation({ summary: 'Take back what an application was allowed', description: 'Once this is answered, no service accepts a token that the application has for you. Idempotent.' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse({ description: 'The application has nothing of yours any more.' })
  async withdraw(@CurrentUser() { userId }: UserPrincipal, @Param('id') id: string): Promise<void> {
    const application = isUuid(id) ? await this.applications.find(id as ApplicationId) : null;
    if (!application) throw ApplicationErrors.not_found();
    await this.consents.withdraw(userId, application);
  }
}
