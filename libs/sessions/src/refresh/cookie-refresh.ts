import { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
import type { LoginDto } from '../sessions/tokens.dto.js';
import { RefreshService } from './refresh.service.js';

/** A refresh by the cookie that the browser sends of itself. */
@Injectable()
export class CookieRefresh {
  constructor(
    private readonly cookie: RefreshCookie,
    private readonly service: RefreshService,
  ) {}

  /**
   * Null where the browser sent no cookie.
   * @throws AuthenticationErrors.origin_not_allowed
   * @throws AuthenticationErrors.invalid_refresh_token; the browser forgets the cookie then
   */
  async refresh(): Promise<LoginDto | null> {
    const token = this.cookie.sent();
    if (token === undefined) return null;
    this.cookie.demandPage();
    try {
      return await this.service.refresh(token, 'cookie');
    } catch (error) {
      if (error instanceof DomainError && error.code === AuthenticationErrors.invalid_refresh_token.code) this.cookie.clear();
      throw error;
    }
  }
}
