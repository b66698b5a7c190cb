import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule } from '@authengine/identity';
import { RbacModule } from '@authengine/rbac';
import { SessionsModule } from '@authengine/sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActiveTenant } from './active-tenant/active-tenant.js';
import { SelectTenantController } from './active-tenant/select-tenant.controller.js';
import { AcceptInvitationController } from './invitations/accept-invitation.controller.js';
import { Accepting } from './invitations/accepting.js';
import { InvitationBudget } from './invitations/invitation-budget.js';
import { InvitationDirectory } from './invitations/invitation-directory.js';
import { InvitationPageController } from './invitations/invitation-page.controller.js';
import { Invitation } from './invitations/invitation.entity.js';
import { Invitations } from './invitations/invitations.js';
import { Inviting } from './invitations/inviting.js';
import { TenantInvitationsController } from './invitations/tenant-invitations.controller.js';
import { Departures } from './members/departures.js';
import { MemberDirectory } from './members/member-directory.js';
import { MyTenants } from './members/my-tenants.js';
import { MyTenantsController } from './members/my-tenants.controller.js';
import { TenantMembersController } from './members/tenant-members.controller.js';
import { Ownership } from './ownership/ownership.js';
import { OwnershipTransfer } from './ownership/ownership-transfer.js';
import { TransferOwnershipController } from './ownership/transfer-ownership.controller.js';
import { OwnTenantController } from './tenants/own-tenant.controller.js';
import { PlatformTenantsController } from './tenants/platform-tenants.controller.js';
import { TenantAdministration } from './tenants/tenant-administration.js';

/** Organizations and who runs them: members, invitations, ownership, the active one. */
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
    Accepting,
    ActiveTenant,
    Departures,
    InvitationBudget,
    InvitationDirectory,
    Invitations,
    Inviting,
    MemberDirectory,
    MyTenants,
    Ownership,
    OwnershipTransfer,
    TenantAdministration,
  ],
  exports: [],
})
export class TenancyModule {}
