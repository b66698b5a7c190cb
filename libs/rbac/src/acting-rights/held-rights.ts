import { ActingRightsPort, type RightToAct } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import { AuthorizationService } from '../access/authorization.service.js';

/** The port's answer: the same decision, on locked rows, that rbac's own changes ask for. */
@Injectable()
export class HeldRights extends ActingRightsPort {
  constructor(private readonly authorization: AuthorizationService) {
    super();
  }

  async hold({ tenantId, ...act }: RightToAct): Promise<void> {
    await (tenantId === null ? this.authorization.onPlatform(act) : this.authorization.inTenant(tenantId, act));
  }
}
