import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule } from '@authengine/identity';
import { MfaModule } from '@authengine/mfa';
import { OAuthModule } from '@authengine/oauth';
import { RbacModule } from '@authengine/rbac';
import { SessionsModule } from '@authengine/sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApplicationDirectory } from './applications/application-directory.js';
import { ApplicationSecret } from './applications/application-secret.entity.js';
import { ApplicationSecrets } from './applications/application-secrets.js';
import { Application } from './applications/application.entity.js';
import { Applications } from './applications/applications.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { Artefact } from './artefacts/artefact.entity.js';
import { Artefacts } from './artefacts/artefacts.js';
import { ArtefactPruning } from './artefacts/pruning.js';
import { ClientMetadata } from './clients/client-metadata.js';
import { DemoApplication } from './demo/demo-application.js';
import { DemoController } from './demo/demo.controller.js';
import { ApplicationStanding } from './forecasts/application-standing.js';
import { ApplicationWrites } from './forecasts/application-writes.js';
import { ApplicationsOfSessions } from './grants/applications-of-sessions.js';
import { Consent } from './grants/consent.entity.js';
import { Consents } from './grants/consents.js';
import { EndedToken } from './grants/ended-token.entity.js';
import { EndedTokens } from './grants/ended-tokens.js';
import { ExportedConsents } from './grants/exported-consents.js';
import { Grant } from './grants/grant.entity.js';
import { Grants } from './grants/grants.js';
import { MyApplicationsController } from './grants/my-applications.controller.js';
import { BrowserSignIn } from './interactions/browser-sign-in.js';
import { ConsentController } from './interactions/consent.controller.js';
import { ForgotPasswordController } from './interactions/forgot-password.controller.js';
import { RequestBudgets } from './limits/request-budgets.js';
import { Interactions } from './interactions/interactions.js';
import { PageCookie } from './interactions/page-cookie.js';
import { SignInPages } from './interactions/sign-in-pages.js';
import { SignInReturnController } from './interactions/sign-in-return.controller.js';
import { SignUpController } from './interactions/sign-up.controller.js';
import { SelectAccountController } from './interactions/select-account.controller.js';
import { SignInController } from './interactions/sign-in.controller.js';
import { RecalledQuestions } from './interactions/recalled-question.js';
import { WaysBack } from './interactions/ways-back.js';
import { LiveKeys } from './keys/live-keys.js';
import { SigningKey } from './keys/signing-key.entity.js';
import { SigningKeys } from './keys/signing-keys.js';
import { LogoutNotice } from './logout/logout-notice.entity.js';
import { LogoutNotices } from './logout/logout-notices.js';
import { LogoutRelay } from './logout/logout-relay.js';
import { GrantsOfOrganizations } from './organizations/grants-of-organizations.js';
import { OrganizationChoices } from './organizations/organization-choice.js';
import { OrganizationClaimsReader } from './organizations/organization-claims.js';
import { OrganizationNames } from './organizations/organization-names.js';
import { SelectOrganizationController } from './organizations/select-organization.controller.js';
import { OwnTokenQuestions } from './protocol/own-token-questions.js';
import { PostedRequestsController } from './protocol/posted-requests.controller.js';
import { Looks } from './pages/looks.js';
import { ProtocolController } from './protocol/protocol.controller.js';
import { RevocationRequests } from './protocol/revocation-requests.js';
import { Accounts } from './provider/account.js';
import { ProvenApplications } from './provider/proven-applications.js';
import { ProviderAdapters } from './provider/adapter.js';
import { BrowserLogin } from './provider/browser-login.js';
import { BrowserSessions } from './provider/browser-sessions.js';
import { Granting } from './provider/granting.js';
import { JwtClaims } from './provider/jwt-claims.js';
import { LiveProvider } from './provider/live-provider.js';
import { ProviderOptions } from './provider/provider-options.js';
import { ProviderPages } from './provider/provider-pages.js';
import { RefreshRotation } from './provider/refresh-rotation.js';
import { Refusals } from './provider/refusals.js';
import { StepUp } from './provider/step-up.js';
import { ApplicationTokens } from './tokens/application-tokens.js';
import { JwtAccessTokens } from './tokens/jwt-access-tokens.js';

/** Signing in at applications with an account here. Needs Settings, Clock, the stores and AuditTrail from global modules. */
@Module({
  imports: [TypeOrmModule.forFeature([Application, ApplicationSecret, Artefact, Consent, EndedToken, Grant, LogoutNotice, SigningKey]), CryptoModule, DirectoryModule, SessionsModule, IdentityModule, MfaModule, OAuthModule, RbacModule],
  controllers: [ApplicationsController, MyApplicationsController, PostedRequestsController, ProtocolController, SignInController, SignInReturnController, SignUpController, ForgotPasswordController, ConsentController, SelectAccountController, SelectOrganizationController, DemoController],
  providers: [
    Accounts,
    ApplicationDirectory,
    Applications,
    ApplicationSecrets,
    ApplicationStanding,
    ApplicationWrites,
    ApplicationsOfSessions,
    ApplicationTokens,
    ArtefactPruning,
    Artefacts,
    BrowserLogin,
    BrowserSessions,
    BrowserSignIn,
    ClientMetadata,
    Consents,
    DemoApplication,
    EndedTokens,
    ExportedConsents,
    Granting,
    Grants,
    GrantsOfOrganizations,
    Interactions,
    JwtAccessTokens,
    JwtClaims,
    LiveKeys,
    LiveProvider,
    LogoutNotices,
    LogoutRelay,
    Looks,
    OrganizationChoices,
    OrganizationClaimsReader,
    OrganizationNames,
    OwnTokenQuestions,
    PageCookie,
    ProvenApplications,
    ProviderAdapters,
    ProviderOptions,
    ProviderPages,
    RecalledQuestions,
    RefreshRotation,
    Refusals,
    RequestBudgets,
    RevocationRequests,
    SigningKeys,
    SignInPages,
    WaysBack,
    StepUp,
  ],
  exports: [ApplicationTokens, LiveProvider, LogoutRelay, OwnTokenQuestions, SigningKeys, LiveKeys],
})
export class OidcModule {}
