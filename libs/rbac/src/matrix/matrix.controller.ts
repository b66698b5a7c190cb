import { answerPage, PageQuery, Problems, RequestErrors, RequirePermissions, TenantPermissions } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { MatrixDto, toMatrixDto } from './dto/matrix.dto.js';
import { PermissionMatrix } from './permission-matrix.js';

@ApiTags('Permissions')
@Controller('tenants/:tenant_id/permissions/matrix')
export class MatrixController {
  constructor(private readonly matrix: PermissionMatrix) {}

  @Get()
  @RequirePermissions(TenantPermissions.rolesView, TenantPermissions.usersView, { tenantParam: 'tenant_id' })
  @ApiParam({ name: 'tenant_id', format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' })
  @Problems(RequestErrors.not_found)
  @ApiOperation({ summary: 'Who can do what in the tenant, at a glance', description: 'Paged by members; the next page is in the `Link` header, their number in `X-Total-Count`.' })
  @ApiOkResponse({
    type: MatrixDto,
    headers: {
      Link: { description: 'The next page, `rel="next"`, where there is one', schema: { type: 'string' } },
      'X-Total-Count': { description: 'How many members there are', schema: { type: 'integer' } },
    },
  })
  async read(@Param('tenant_id') tenantId: string, @Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<MatrixDto> {
    const matrix = await this.matrix.of(tenantId as TenantId, query);
    return toMatrixDto(tenantId, matrix, answerPage(matrix.members, request, response));
  }
}
