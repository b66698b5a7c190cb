import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule } from '@authengine/identity';
import { RbacModule } from '@authengine/rbac';
import { SessionsModule } from '@authengine/sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActiveTenantService } from './active-tenant/active-tenant.service.js';
import { SelectTenantController } from './active-tenant/select-tenant.controller.js';
import { AcceptInvitationController } from './invitations/accept-invitation.controller.js';
import { AcceptanceService } from './invitations/acceptance.service.js';
import { InvitationBudget } from './invitations/invitation-budget.js';
import { InvitationDirectory } from './invitations/invitation-directory.js';
import { InvitationPageController } from './invitations/invitation-page.controller.js';
import { Invitation } from './invitations/invitation.entity.js';
import { Invitations } from './invitations/invitations.js';
import { Inviters } from './invitations/inviters.js';
import { InvitationService } from './invitations/invitation.service.js';
import { TenantInvitationsController } from './invitations/tenant-invitations.controller.js';
import { DepartureService } from './members/departure.service.js';
import { MemberDirectory } from './members/member-directory.js';
import { MyTenants } from './members/my-tenants.js';
import { MyTenantsController } from './members/my-tenants.controller.js';
import { TenantMembersController } from './members/tenant-members.controller.js';
import { Ownership } from './ownership/ownership.js';
import { OwnershipTransferService } from './ownership/ownership-transfer.service.js';
import { TransferOwnershipController } from './ownership/transfer-ownership.controller.js';
import { OwnTenantController } from './tenants/own-tenant.controller.js';
import { PlatformTenantsController } from './tenants/platform-tenants.controller.js';
import { TenantService } from './tenants/tenant.service.js';
import { WebhookMails } from './webhook-mails/webhook-mails.js';

/** Organizations and the people who run them: members, invitations, ownership, the active tenant. */
@Module({
  imports: [CryptoModule, DirectoryModule, IdentityModule, RbacModule, SessionsModule, TypeOrmModule.forFeature([Invitation])],
  controllers: [
    AcceptInvitationController,
    MyTenantsController,
    OwnTenantController,
    PlatformTenantsController,
    SelectTenantController,
    TenantInvitationsController,
    TenantMembersController,
    TransferOwnershipController,
    InvitationPageController,
  ],
  providers: [
    AcceptanceService,
    ActiveTenantService,
    DepartureService,
    InvitationBudget,
    InvitationDirectory,
    Invitations,
    InvitationService,
    Inviters,
    MemberDirectory,
    MyTenants,
    Ownership,
    OwnershipTransferService,
    TenantService,
    WebhookMails,
  ],
  exports: [],
})
export class TenancyModule {}
