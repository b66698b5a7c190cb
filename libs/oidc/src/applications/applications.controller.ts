import { answerPage, ApiPage, Audited, CurrentUser, PlatformPermissions, Problems, RequestErrors, RequirePermissions, type UserPrincipal } from '@authengine/contracts';
import { isUuid, type ApplicationId, type TenantId } from '@authengine/kernel';
import { ApiDryRunAnswers, DryRunQuery, type ForecastDto } from '@authengine/rbac';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApplicationForecastDto } from '../forecasts/application-forecast.dto.js';
import { ApplicationWrites } from '../forecasts/application-writes.js';
import { changesIn } from './application-changes.js';
import { ApplicationDirectory } from './application-directory.js';
import type { Application } from './application.entity.js';
import { ApplicationErrors } from './application.errors.js';
import { ApplicationEvents } from './application.events.js';
import { ApplicationSecrets } from './application-secrets.js';
import { Applications } from './applications.js';
import { ApplicationDto, NewApplicationDto, NewApplicationSecretDto, toApplicationDto } from './dto/application.dto.js';
import { CreateApplicationDto } from './dto/create-application.dto.js';
import { ListApplicationsQuery } from './dto/list-applications.query.js';
import { UpdateApplicationDto } from './dto/update-application.dto.js';

@ApiTags('Applications')
@Controller('platform/applications')
@RequirePermissions(PlatformPermissions.applicationsManage)
export class ApplicationsController {
  constructor(
    private readonly applications: Applications,
    private readonly directory: ApplicationDirectory,
    private readonly secrets: ApplicationSecrets,
    private readonly writes: ApplicationWrites,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List applications', description: 'Newest first.' })
  @ApiPage(ApplicationDto)
  async list(@Query() query: ListApplicationsQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<ApplicationDto[]> {
    const items = answerPage(await this.directory.list(query), request, response);
    const secrets = await this.secrets.of(items.map(({ id }) => id));
    return items.map((application) => toApplicationDto(application, secrets.get(application.id)));
  }

  @Post()
  @Audited(ApplicationEvents.created)
  @Problems(RequestErrors.invalid, ApplicationErrors.tenant_not_found)
  @ApiOperation({ summary: 'Register an application', description: 'Its `id` is its `client_id`. Where it authenticates by a secret, `client_secret` is in this answer and never again; only its hash is kept.' })
  @ApiCreatedResponse({ type: NewApplicationDto })
  async create(@Body() body: CreateApplicationDto, @CurrentUser() { userId }: UserPrincipal): Promise<NewApplicationDto> {
    const fields = { ...changesIn(body), name: body.name, type: body.type, tenantId: (body.tenant_id?.toLowerCase() ?? null) as TenantId | null };
    const { application, secret } = await this.applications.create(fields, userId);
    return { ...(await this.shown(application)), ...(secret === null ? {} : { client_secret: secret }) };
  }

  @Get(':id')
  @Problems(ApplicationErrors.not_found)
  @ApiOperation({ summary: 'One application' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ApplicationDto })
  async find(@Param('id') id: string): Promise<ApplicationDto> {
    const application = await this.applications.find(applicationId(id));
    if (!application) throw ApplicationErrors.not_found();
    return this.shown(application);
  }

  @Patch(':id')
  @Audited(ApplicationEvents.updated)
  @Problems(RequestErrors.invalid, ApplicationErrors.not_found)
  @ApiOperation({ summary: 'Change, disable or enable an application', description: 'Once a disabling is answered, no node accepts anything of the application. Type and tenant never change. With `dry_run=true` nothing changes, and the answer says what would end.' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiDryRunAnswers({ status: 200, type: ApplicationDto, forecast: ApplicationForecastDto })
  async update(
    @Param('id') id: string,
    @Body() body: UpdateApplicationDto,
    @CurrentUser() { userId }: UserPrincipal,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ApplicationDto | ForecastDto> {
    const write = async (): Promise<ApplicationDto> => this.shown(await this.applications.update(applicationId(id), changesIn(body), userId));
    return this.writes.perform(query, response, { id: applicationId(id), actorId: userId, event: ApplicationEvents.updated, write });
  }

  @Delete(':id')
  @HttpCode(204)
  @Audited(ApplicationEvents.deleted)
  @Problems(ApplicationErrors.not_found)
  @ApiOperation({ summary: 'Remove an application', description: 'Once this is answered, no node accepts anything of the application. With `dry_run=true` nothing changes, and the answer says what would end.' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiDryRunAnswers({ status: 204, description: 'The application is gone, with its secrets, sign-ins and consents.', forecast: ApplicationForecastDto })
  async remove(@Param('id') id: string, @CurrentUser() { userId }: UserPrincipal, @Query() query: DryRunQuery, @Res({ passthrough: true }) response: Response): Promise<ForecastDto | void> {
    const write = (): Promise<void> => this.applications.remove(applicationId(id), userId);
    return this.writes.perform(query, response, { id: applicationId(id), actorId: userId, event: ApplicationEvents.deleted, write });
  }

  @Post(':id/secrets')
  @Audited(ApplicationEvents.secretCreated)
  @Problems(ApplicationErrors.not_found, ApplicationErrors.no_secrets, ApplicationErrors.too_many_secrets)
  @ApiOperation({ summary: 'Give an application another secret', description: 'Two may live at once, so that one is replaced without a pause. `client_secret` is in this answer and never again.' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiCreatedResponse({ type: NewApplicationSecretDto })
  async addSecret(@Param('id') id: string, @CurrentUser() { userId }: UserPrincipal): Promise<NewApplicationSecretDto> {
    const secret = await this.applications.addSecret(applicationId(id), userId);
    return { id: secret.id, secret_prefix: secret.prefix, created_at: secret.createdAt.toISOString(), client_secret: secret.raw };
  }

  @Delete(':id/secrets/:secret_id')
  @HttpCode(204)
  @Audited(ApplicationEvents.secretDeleted)
  @Problems(ApplicationErrors.not_found, ApplicationErrors.secret_not_found)
  @ApiOperation({ summary: 'Remove a secret of an application', description: 'It works nowhere any more once this is answered. With `dry_run=true` nothing changes, and the answer says how many are left.' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiParam({ name: 'secret_id', format: 'uuid' })
  @ApiDryRunAnswers({ status: 204, description: 'The secret is gone.', forecast: ApplicationForecastDto })
  async removeSecret(
    @Param('id') id: string,
    @Param('secret_id') secretId: string,
    @CurrentUser() { userId }: UserPrincipal,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ForecastDto | void> {
    const application = applicationId(id);
    if (!isUuid(secretId)) throw ApplicationErrors.secret_not_found();
    const write = (): Promise<void> => this.applications.removeSecret(application, secretId, userId);
    return this.writes.perform(query, response, { id: application, actorId: userId, event: ApplicationEvents.secretDeleted, write });
  }

  private async shown(application: Application): Promise<ApplicationDto> {
    return toApplicationDto(application, (await this.secrets.of([application.id])).get(application.id));
  }
}

/** @throws ApplicationErrors.not_found */
function applicationId(id: string): ApplicationId {
  if (!isUuid(id)) throw ApplicationErrors.not_found();
  return id as ApplicationId;
}
