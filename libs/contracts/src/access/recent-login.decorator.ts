import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const RECENT_LOGIN_METADATA = Symbol('authengine:recent-login');

/**
 * The route changes how its user signs in, or does something that cannot be undone. It demands a login or a
 * re-authentication in the last RECENT_LOGIN_MINUTES, and otherwise answers 403 `auth.recent_login_required`.
 */
export function RequireRecentLogin(): MethodDecorator {
  return applyDecorators(SetMetadata(RECENT_LOGIN_METADATA, true), ApiExtension('x-recent-login', true));
}
