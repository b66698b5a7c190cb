import { ActingRightsPort } from '@authengine/contracts';
import { Global, Module } from '@nestjs/common';
import { RbacModule } from '../rbac.module.js';
import { HeldRights } from './held-rights.js';

/** A separate global module, because libs below this one ask too. */
@Global()
@Module({ imports: [RbacModule], providers: [{ provide: ActingRightsPort, useClass: HeldRights }], exports: [ActingRightsPort] })
export class ActingRightsModule {}
