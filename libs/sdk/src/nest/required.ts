import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import { parseMode, type Mode } from '../modes/mode.js';
import { checkPermissions } from '../questions/question.js';
import type { Required } from '../requests/admit.js';

export const REQUIRED = 'authengine:required';
export const PUBLIC = 'authengine:public';
export const MODE = 'authengine:mode';

type Where = Pick<Required, 'tenantParam'>;

/** All of these must be held, in the tenant of the path. On a class it counts for each of its routes, beside their own. */
export function RequirePermissions(permissions: string | readonly string[], where: Where = {}): CustomDecorator {
  const names = typeof permissions === 'string' ? [permissions] : permissions;
  checkPermissions(names);
  return SetMetadata(REQUIRED, { permissions: names, ...where } satisfies Required);
}

/** Anybody may call this route, also without a token. */
export function Public(): CustomDecorator {
  return SetMetadata(PUBLIC, true);
}

/** How fresh the answer must be for this route: `strict`, `bounded` or `offline-tolerant: 60 s`. */
export function AuthMode(mode: Mode): CustomDecorator {
  parseMode(mode);
  return SetMetadata(MODE, mode);
}
