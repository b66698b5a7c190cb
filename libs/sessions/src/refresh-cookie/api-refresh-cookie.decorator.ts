import { ApiSecurity } from '@nestjs/swagger';

/** The operation takes the refresh cookie, and says so in the OpenAPI document. */
export function ApiRefreshCookie(): MethodDecorator {
  return ApiSecurity('refresh_cookie');
}
