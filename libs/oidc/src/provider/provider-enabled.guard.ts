import { Settings } from '@authengine/config';
import { RequestErrors } from '@authengine/contracts';
import { Injectable, type CanActivate } from '@nestjs/common';

/** Where the provider is off, its endpoints and pages are not there. @throws RequestErrors.not_found */
@Injectable()
export class ProviderEnabledGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(): boolean {
    if (!this.settings.values.OIDC_ENABLED) throw RequestErrors.not_found();
    return true;
  }
}
