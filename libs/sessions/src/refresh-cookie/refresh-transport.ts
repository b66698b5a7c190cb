import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** How the refresh tokens of a session reach its client: in the bodies of answers, or in a cookie that no script can read. */
const REFRESH_TRANSPORTS = ['body', 'cookie'] as const;
export type RefreshTransport = (typeof REFRESH_TRANSPORTS)[number];

/** The client's wish, in the body of every request that can begin a session. */
export function RefreshTransportField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      enum: REFRESH_TRANSPORTS,
      description: '`cookie`: the refresh token comes as a cookie for `POST /auth/refresh` and `POST /auth/logout`, and not in the body. For pages of the origin of APP_URL and of CORS_ORIGINS. `body` unless said; a second factor in between keeps what the first request said.',
      example: 'cookie',
    }),
    IsOptional(),
    IsIn(REFRESH_TRANSPORTS),
  );
}
