import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { ReuseNoticePort } from '@authengine/sessions';
import { SessionsModule } from '@authengine/sessions';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountDeletionController } from './account-deletion/account-deletion.controller.js';
import { AccountDeletionService } from './account-deletion/account-deletion.service.js';
import { AccountErasure } from './account-deletion/account-erasure.js';
import { ExportService } from './account-deletion/export.service.js';
import { PendingDeletions } from './account-deletion/pending-deletions.js';
import { PersonalData } from './account-deletion/personal-data.js';
import { UserErasure } from './account-deletion/user-erasure.js';
import { EmailChangeRequestService } from './email-change/email-change-request.service.js';
import { EmailChangeController } from './email-change/email-change.controller.js';
import { EmailChanges } from './email-change/email-changes.js';
import { UndoEmailChangeService } from './email-change/undo-email-change.service.js';
import { FirstProof } from './first-proof/first-proof.js';
import { MailBudget } from './limits/mail-budget.js';
import { AccountThrottle } from './guesses/account-throttle.js';
import { FailedAttempts } from './guesses/failed-attempts.js';
import { KnownSources } from './guesses/known-sources.js';
import { LoginController } from './login/login.controller.js';
import { LoginService } from './login/login.service.js';
import { MagicLinkRequestService } from './magic-link/magic-link-request.service.js';
import { MagicLinkSignInService } from './magic-link/magic-link-sign-in.service.js';
import { MagicLinkController } from './magic-link/magic-link.controller.js';
import { MagicLinks } from './magic-link/magic-links.js';
import { MeController } from './me/me.controller.js';
import { ProfileService } from './me/profile.service.js';
import { NewDeviceNotice } from './new-device/new-device-notice.js';
import { DisowningService } from './not-me/disowning.service.js';
import { NotMe } from './not-me/not-me.js';
import { NotMeController } from './not-me/not-me.controller.js';
import { OneTimeToken } from './one-time-tokens/one-time-token.entity.js';
import { OneTimeTokens } from './one-time-tokens/one-time-tokens.js';
import { MailLinks } from './pages/mail-links.js';
import { PageRenderer } from './pages/page-renderer.js';
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
import { FactorProof } from './reauthentication/factor-proof.js';
import { ReauthenticationService } from './reauthentication/reauthentication.service.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { UnprovenRegistrations } from './registration/unproven-registrations.js';
import { ReusedSessionNotice } from './reused-session/reused-session-notice.js';
import { CredentialKinds } from './sign-in/credential-kinds.js';
import { SignIn } from './sign-in/sign-in.js';
import { SignInMethods } from './sign-in/sign-in-methods.js';
import { EmailVerification } from './verification/email-verification.js';
import { ResendVerificationService } from './verification/resend-verification.service.js';
import { VerificationController } from './verification/verification.controller.js';

/** Proves who people are. It is global, because `sessions` uses its mail to owners of a reused token. */
@Global()
@Module({
  imports: [CryptoModule, DirectoryModule, SessionsModule, TypeOrmModule.forFeature([PasswordCredential, OneTimeToken])],
  controllers: [
    RegistrationController,
    VerificationController,
    LoginController,
    ReauthenticationController,
    MagicLinkController,
    PasswordResetController,
    PasswordChangeController,
    NotMeController,
    EmailChangeController,
    AccountDeletionController,
    MeController,
    PagesController,
  ],
  providers: [
    AccountDeletionService,
    AccountErasure,
    AccountsAtHand,
    AccountThrottle,
    AskingBrowsers,
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
    PageRenderer,
    PasswordChangedNotice,
    PasswordChangeService,
    PasswordCredentials,
    PendingDeletions,
    PendingEmail,
    PersonalData,
    ProfileService,
    Pruning,
    FactorProof,
    ReauthenticationService,
    RegistrationService,
    ResendVerificationService,
    ResetConfirmationService,
    ResetLinks,
    ResetRequestService,
    ReusedSessionNotice,
    SignIn,
    SignInMethods,
    UndoEmailChangeService,
    UnprovenRegistrations,
    UserErasure,
    { provide: ReuseNoticePort, useExisting: ReusedSessionNotice },
  ],
  exports: [
    AccountThrottle,
    AskingBrowsers,
    CredentialKinds,
    CurrentPassword,
    DisowningService,
    FirstProof,
    LoginService,
    MagicLinkRequestService,
    MagicLinkSignInService,
    MailBudget,
    MailLinks,
    NewPassword,
    NotMe,
    OneTimeTokens,
    PageRenderer,
    PasswordCredentials,
    PendingEmail,
    PersonalData,
    ReauthenticationService,
    RegistrationService,
    ResetLinks,
    ResetRequestService,
    ReuseNoticePort,
    SignIn,
    SignInMethods,
    UserErasure,
  ],
})
export class IdentityModule {}
