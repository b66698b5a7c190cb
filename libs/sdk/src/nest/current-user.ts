import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ActiveToken } from '../questions/answer.js';

const users = new WeakMap<object, ActiveToken>();

export function rememberUser(request: object, user: ActiveToken): void {
  users.set(request, user);
}

/** Whose request this is, as AuthEngine answered; undefined on a route that is `@Public()`. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): ActiveToken | undefined => users.get(context.switchToHttp().getRequest<object>()));
