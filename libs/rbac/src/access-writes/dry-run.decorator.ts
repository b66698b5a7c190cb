import { AccessWrite } from '@authengine/contracts';
import { applyDecorators, type Type } from '@nestjs/common';
import { ApiResponse, IntersectionType, PartialType } from '@nestjs/swagger';
import { ForecastDto } from './dto/forecast.dto.js';

/**
 * Marks the route as an `@AccessWrite`, and gives its OpenAPI answers. A write that answers 204 has the forecast under
 * 200. A write that answers 200 has one schema for both: its own answer, extended by the dry run's fields (ADR 8).
 */
export function ApiDryRunAnswers(own: { readonly status: 200 | 204; readonly type?: Type; readonly description?: string; readonly forecast?: Type<ForecastDto> }): MethodDecorator {
  const { description: done = 'Done', forecast = ForecastDto } = own;
  if (own.type) {
    const added = '`dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be.';
    return applyDecorators(AccessWrite(), ApiResponse({ status: 200, type: withForecast(own.type, forecast), description: `${done}. ${added}` }));
  }
  return applyDecorators(
    AccessWrite(),
    ApiResponse({ status: own.status, description: done }),
    ApiResponse({ status: 200, type: forecast, description: 'With `dry_run=true`: what the change would do' }),
  );
}

const made = new Map<Type, Type>();

/** `Tenant` extended by the dry run's fields is `TenantChange`, one class for all routes that answer with it. */
function withForecast(own: Type, forecast: Type<ForecastDto>): Type {
  let type = made.get(own);
  if (!type) {
    type = IntersectionType(own, PartialType(forecast)) as Type;
    Object.defineProperty(type, 'name', { value: `${own.name.replace(/Dto$/, '')}ChangeDto` });
    made.set(own, type);
  }
  return type;
}
