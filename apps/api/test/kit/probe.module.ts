import { setTimeout as after } from 'node:timers/promises';
import { AccessErrors, Audited, currentRequest, defineAuditEvents, LimitedBySource, Problems, Public, ReadsOwnBody, RequestErrors } from '@authengine/contracts';
import { defineErrors } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Body, Controller, Delete, Get, HttpCode, Module, NotFoundException, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { Request } from 'express';

const ProbeErrors = defineErrors('probe', {
  refused: { status: 409, title: 'Refused', detail: 'The probe refuses.' },
});
const ProbeEvents = defineAuditEvents({ limited: { name: 'probe.limited', description: 'A limited probe', resource: 'Auth' } });

class InnerDto {
  @ApiProperty({ example: 'Ada' })
  @IsString()
  @MaxLength(5)
  firstName!: string;
}

export class ProbeDto {
  @ApiProperty({ example: 'a name' })
  @IsString()
  @MaxLength(1000)
  name!: string;

  @ApiProperty({ example: 1, required: false })
  @IsOptional()
  @IsInt()
  count?: number;

  @ApiProperty({ type: InnerDto, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => InnerDto)
  inner?: InnerDto;
}

class ProbeQueryDto {
  @ApiProperty({ example: 'a', required: false })
  @IsOptional()
  @IsString()
  tenant?: string;
}

/** What the tests of the pipeline call, where no route of the product does the same. */
@ApiTags('Probe')
@Controller('probe')
@Public()
export class ProbeController {
  /** How often a GET handler ran. */
  static runs = 0;

  constructor(private readonly transactions: Transactions) {}

  @Get()
  @ApiOperation({ summary: 'What the request is known as' })
  context(): Record<string, unknown> {
    ProbeController.runs += 1;
    const { requestId, ip, userAgent } = currentRequest() ?? {};
    return { requestId, ip, userAgent };
  }

  @Post('echo')
  @HttpCode(200)
  @ApiOperation({ summary: 'The body that was sent' })
  @ApiBody({ type: ProbeDto })
  @ApiOkResponse({ type: ProbeDto })
  @Problems(ProbeErrors.refused)
  echo(@Body() body: ProbeDto): Record<string, unknown> {
    return { ...body, requestId: currentRequest()?.requestId };
  }

  @Delete('echo')
  remove(@Body() body: ProbeDto): ProbeDto {
    return body;
  }

  @Post('empty')
  @HttpCode(204)
  empty(): void {
    // Answers 204 and takes no body.
  }

  @Post('own-body')
  @HttpCode(200)
  @ReadsOwnBody()
  async ownBody(@Req() request: Request): Promise<{ bytes: number; requestId: string | undefined }> {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    return { bytes, requestId: currentRequest()?.requestId };
  }

  @Get('query')
  query(@Query() query: ProbeQueryDto): ProbeQueryDto {
    return query;
  }

  @Get('named-query')
  namedQuery(@Query('token') token: string): { token: string } {
    return { token };
  }

  @Get('any-query')
  anyQuery(@Query() query: Record<string, unknown>): Record<string, unknown> {
    return query;
  }

  @Get('items/:id')
  item(@Param('id') id: string): { id: string } {
    return { id };
  }

  @Get('uuids/:id')
  uuid(@Param('id', ParseUUIDPipe) id: string): { id: string } {
    return { id };
  }

  @Get('sql/:id')
  async sql(@Param('id') id: string): Promise<unknown> {
    return this.transactions.manager.query('SELECT $1::uuid AS id', [id]);
  }

  @Get('fails')
  fails(): never {
    throw new Error('canary-secret: SELECT * FROM users');
  }

  @Get('refuses')
  refuses(): never {
    throw ProbeErrors.refused({ log: { why: 'the probe' } });
  }

  @Get('busy')
  busy(): never {
    throw RequestErrors.rate_limited({ retryAfterSeconds: 7 });
  }

  @Get('unauthenticated')
  unauthenticated(): never {
    throw AccessErrors.unauthenticated();
  }

  @Get('framework-404')
  frameworkNotFound(): never {
    throw new NotFoundException();
  }

  @Get('postgres-down')
  postgresDown(): never {
    throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
  }

  @Get('redis-down')
  redisDown(): never {
    throw new Error("Stream isn't writeable and enableOfflineQueue options is false");
  }

  @Get('slow/:ms')
  async slow(@Param('ms') ms: string): Promise<{ ok: true }> {
    await after(Number(ms));
    return { ok: true };
  }

  @Post('limited')
  @HttpCode(204)
  @LimitedBySource()
  @Audited(ProbeEvents.limited)
  limited(): void {
    // Answers 204 until the source's budget is used up.
  }
}

@Module({ controllers: [ProbeController] })
export class ProbeModule {}
