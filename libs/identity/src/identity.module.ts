import { CryptoModule } from '@authengine/crypto';
import { TenancyModule } from '@authengine/tenancy';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountDeletionController } from './account-deletion/account-deletion.controller.js';
import { AccountDeletionService } from './account-deletion/account-deletion.service.js';
import { AccountErasure } from './account-deletion/account-erasure.js';
import { ExportService } from './account-deletion/export.service.js';
import { PendingDeletions } from './account-deletion/pending-deletions.js';
import { PersonalData } from './account-deletion/personal-data.js';
import { AuthenticationGuard } from './authentication/authentication.guard.js';
import { OptionalCaller } from './authentication/optional-caller.js';
import { RecentLoginGuard } from './authentication/recent-login.guard.js';
import { RecentLogins } from './authentication/recent-logins.js';
import { EmailChangeController } from './email-change/email-change.controller.js';
import { EmailChangeRequestService } from './email-change/email-change-request.service.js';
import { EmailChanges } from './email-change/email-changes.js';
import { UndoEmailChangeService } from './email-change/undo-email-change.service.js';
import { FirstProof } from './first-proof/first-proof.js';
import { MailBudget } from './limits/mail-budget.js';
import { AccountThrottle } from './login/account-throttle.js';
import { FailedAttempts } from './login/failed-attempts.js';
import { KnownSources } from './login/known-sources.js';
import { LoginController } from './login/login.controller.js';
import { LoginService } from './login/login.service.js';
import { LogoutController } from './logout/logout.controller.js';
import { MagicLinkController } from './magic-link/magic-link.controller.js';
import { MagicLinkRequestService } from './magic-link/magic-link-request.service.js';
import { MagicLinkSignInService } from './magic-link/magic-link-sign-in.service.js';
import { MagicLinks } from './magic-link/magic-links.js';
import { MeController } from './me/me.controller.js';
import { ProfileService } from './me/profile.service.js';
import { MySessionsController } from './my-sessions/my-sessions.controller.js';
import { NewDeviceNotice } from './new-device/new-device-notice.js';
import { DisowningService } from './not-me/disowning.service.js';
import { NotMeController } from './not-me/not-me.controller.js';
import { NotMe } from './not-me/not-me.js';
import { OneTimeToken } from './one-time-tokens/one-time-token.entity.js';
import { OneTimeTokens } from './one-time-tokens/one-time-tokens.js';
import { MailLinks } from './pages/mail-links.js';
import { PagesController } from './pages/pages.controller.js';
import { FirstPasswordService } from './password-change/first-password.service.js';
import { PasswordChangeController } from './password-change/password-change.controller.js';
import { PasswordChangeService } from './password-change/password-change.service.js';
import { PasswordResetController } from './password-reset/password-reset.controller.js';
import { ResetConfirmationService } from './password-reset/reset-confirmation.service.js';
import { ResetLinks } from './password-reset/reset-links.js';
import { ResetRequestService } from './password-reset/reset-request.service.js';
import { CurrentPassword } from './passwords/current-password.js';
import { NewPassword } from './passwords/new-password.js';
import { PasswordChangedNotice } from './passwords/password-changed-notice.js';
import { PasswordCredential } from './passwords/password-credential.entity.js';
import { PasswordCredentials } from './passwords/password-credentials.js';
import { AccountsAtHand } from './pending-email/accounts-at-hand.js';
import { AskingBrowsers } from './pending-email/asking-browsers.js';
import { AwaitedAddresses } from './pending-email/awaited-addresses.js';
import { PendingEmail } from './pending-email/pending-email.js';
import { Pruning } from './pruning/pruning.js';
import { ReauthenticationController } from './reauthentication/reauthentication.controller.js';
import { ReauthenticationService } from './reauthentication/reauthentication.service.js';
import { RefreshController } from './refresh/refresh.controller.js';
import { RefreshService } from './refresh/refresh.service.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { UnprovenRegistrations } from './registration/unproven-registrations.js';
import { ActiveTenants } from './sessions/active-tenants.js';
import { LiveSessions } from './sessions/live-sessions.js';
import { SessionTokens } from './sessions/session-tokens.js';
import { Session } from './sessions/session.entity.js';
import { Sessions } from './sessions/sessions.js';
import { SessionsOfTenants } from './sessions/sessions-of-tenants.js';
import { StandingPrincipals } from './sessions/standing-principals.js';
import { CredentialKinds } from './sign-in/credential-kinds.js';
import { SignInMethods } from './sign-in/sign-in-methods.js';
import { SignIn } from './sign-in/sign-in.js';
import { UserErasure } from './users/user-erasure.js';
import { UserViews } from './users/user-views.js';
import { User } from './users/user.entity.js';
import { Users } from './users/users.js';
import { EmailVerification } from './verification/email-verification.js';
import { ResendVerificationService } from './verification/resend-verification.service.js';
import { VerificationController } from './verification/verification.controller.js';

@Module({
  imports: [CryptoModule, TenancyModule, TypeOrmModule.forFeature([User, PasswordCredential, Session, OneTimeToken])],
  controllers: [
    RegistrationController,
    VerificationController,
    LoginController,
    RefreshController,
    LogoutController,
    ReauthenticationController,
    MagicLinkController,
    PasswordResetController,
    PasswordChangeController,
    NotMeController,
    EmailChangeController,
    AccountDeletionController,
    MeController,
    MySessionsController,
    PagesController,
  ],
  providers: [
    AccountDeletionService,
    AccountErasure,
    AccountsAtHand,
    AccountThrottle,
    ActiveTenants,
    AskingBrowsers,
    AuthenticationGuard,
    AwaitedAddresses,
    CredentialKinds,
    CurrentPassword,
    DisowningService,
    EmailChangeRequestService,
    EmailChanges,
    EmailVerification,
    ExportService,
    FailedAttempts,
    FirstPasswordService,
    FirstProof,
    KnownSources,
    LiveSessions,
    LoginService,
    MagicLinkRequestService,
    MagicLinks,
    MagicLinkSignInService,
    MailBudget,
    MailLinks,
    NewDeviceNotice,
    NewPassword,
    NotMe,
    OneTimeTokens,
    OptionalCaller,
    PasswordChangedNotice,
    PasswordChangeService,
    PasswordCredentials,
    PendingDeletions,
    PendingEmail,
    PersonalData,
    ProfileService,
    Pruning,
    ReauthenticationService,
    RecentLoginGuard,
    RecentLogins,
    RefreshService,
    RegistrationService,
    ResendVerificationService,
    ResetConfirmationService,
    ResetLinks,
    ResetRequestService,
    Sessions,
    SessionsOfTenants,
    SessionTokens,
    SignIn,
    SignInMethods,
    StandingPrincipals,
    UndoEmailChangeService,
    UnprovenRegistrations,
    UserErasure,
    Users,
    UserViews,
  ],
  exports: [
    AccountThrottle,
    AskingBrowsers,
    AuthenticationGuard,
    CredentialKinds,
    CurrentPassword,
    DisowningService,
    FirstProof,
    LiveSessions,
    MailBudget,
    MailLinks,
    NewPassword,
    NotMe,
    OneTimeTokens,
    OptionalCaller,
    PasswordCredentials,
    PendingEmail,
    PersonalData,
    RecentLoginGuard,
    ResetLinks,
    RecentLogins,
    Sessions,
    SessionTokens,
    SignIn,
    SignInMethods,
    StandingPrincipals,
    UserErasure,
    Users,
    UserViews,
  ],
})
export class IdentityModule {}
