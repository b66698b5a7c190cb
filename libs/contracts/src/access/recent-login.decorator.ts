import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const RECENT_LOGIN_METADATA = Symbol('authengine:recent-login');

/**
 * The route changes how its user signs in, or what cannot be undone: besides a session that stands it
 * asks for a login, or a re-authentication, of the last RECENT_LOGIN_MINUTES. Else 403 `auth.recent_login_required`.
 */
export function RequireRecentLogin(): MethodDecorator {
  return applyDecorators(SetMetadata(RECENT_LOGIN_METADATA, true), ApiExtension('x-recent-login', true));
}
