import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ForecastDto } from './dto/forecast.dto.js';

/** The answers of a write that can be tried first, for OpenAPI: its own, and the forecast with 200. */
export function ApiDryRunAnswers(own: { readonly status: 200 | 201 | 204; readonly type?: Type; readonly description?: string }): MethodDecorator {
  const forecast = 'With `dry_run=true`: what the change would do';
  const ownModel = own.type ? [own.type] : [];
  if (own.status === 200 && own.type) {
    const schema = { oneOf: [{ $ref: getSchemaPath(own.type) }, { $ref: getSchemaPath(ForecastDto) }] };
    return applyDecorators(ApiExtraModels(own.type, ForecastDto), ApiResponse({ status: 200, description: `${own.description ?? 'Done'}. ${forecast}`, schema }));
  }
  return applyDecorators(
    ApiExtraModels(...ownModel, ForecastDto),
    ApiResponse({ status: own.status, ...(own.type ? { type: own.type } : {}), description: own.description ?? 'Done' }),
    ApiResponse({ status: 200, type: ForecastDto, description: forecast }),
  );
}
