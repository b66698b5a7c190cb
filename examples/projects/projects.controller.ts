import { answerPage, ApiPage, Audited, PageQuery, Problems, RequestErrors, RequirePermissions } from '@authengine/contracts';
import { isUuid, type TenantId } from '@authengine/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ProjectDto, ProjectNameDto, toProjectDto } from './dto/project.dto.js';
import { ProjectErrors } from './project.errors.js';
import { ProjectEvents } from './project.events.js';
import { ProjectPermissions } from './project.permissions.js';
import { Projects } from './projects.js';

const tenantParam = 'tenant_id';
const tenantIdParam = ApiParam({ name: tenantParam, format: 'uuid' });
const idParam = ApiParam({ name: 'id', format: 'uuid' });

@ApiTags('Projects')
@Controller('tenants/:tenant_id/projects')
export class ProjectsController {
  constructor(private readonly projects: Projects) {}

  @Get()
  @RequirePermissions(ProjectPermissions.view, { tenantParam })
  @ApiOperation({ summary: "List the tenant's projects", description: 'The newest first.' })
  @tenantIdParam
  @ApiPage(ProjectDto)
  async list(@Param(tenantParam) tenantId: TenantId, @Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<ProjectDto[]> {
    return answerPage(await this.projects.list(tenantId, query), request, response).map(toProjectDto);
  }

  @Post()
  @RequirePermissions(ProjectPermissions.manage, { tenantParam })
  @Audited(ProjectEvents.created)
  @Problems(ProjectErrors.name_taken, ProjectErrors.too_many)
  @ApiOperation({ summary: 'Create a project' })
  @tenantIdParam
  @ApiCreatedResponse({ type: ProjectDto })
  async create(@Param(tenantParam) tenantId: TenantId, @Body() { name }: ProjectNameDto): Promise<ProjectDto> {
    return toProjectDto(await this.projects.create(tenantId, name));
  }

  @Get(':id')
  @RequirePermissions(ProjectPermissions.view, { tenantParam })
  @ApiOperation({ summary: 'Read a project' })
  @tenantIdParam
  @idParam
  @ApiOkResponse({ type: ProjectDto })
  async read(@Param(tenantParam) tenantId: TenantId, @Param('id') id: string): Promise<ProjectDto> {
    return toProjectDto(await this.projects.read(tenantId, existing(id)));
  }

  @Patch(':id')
  @RequirePermissions(ProjectPermissions.manage, { tenantParam })
  @Audited(ProjectEvents.renamed)
  @Problems(ProjectErrors.name_taken)
  @ApiOperation({ summary: 'Rename a project' })
  @tenantIdParam
  @idParam
  @ApiOkResponse({ type: ProjectDto })
  async rename(@Param(tenantParam) tenantId: TenantId, @Param('id') id: string, @Body() { name }: ProjectNameDto): Promise<ProjectDto> {
    return toProjectDto(await this.projects.rename(tenantId, existing(id), name));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermissions(ProjectPermissions.manage, { tenantParam })
  @Audited(ProjectEvents.deleted)
  @ApiOperation({ summary: 'Delete a project' })
  @tenantIdParam
  @idParam
  @ApiNoContentResponse()
  async delete(@Param(tenantParam) tenantId: TenantId, @Param('id') id: string): Promise<void> {
    await this.projects.delete(tenantId, existing(id));
  }
}

/** The guard has seen to the tenant's id; what can be no project's id is nowhere. */
function existing(id: string): string {
  if (!isUuid(id)) throw RequestErrors.not_found();
  return id;
}
