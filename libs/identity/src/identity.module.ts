import { CryptoModule } from '@authengine/crypto';
import { TenancyModule } from '@authengine/tenancy';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthenticationGuard } from './authentication/authentication.guard.js';
import { OptionalCaller } from './authentication/optional-caller.js';
import { RecentLoginGuard } from './authentication/recent-login.guard.js';
import { RecentLogins } from './authentication/recent-logins.js';
import { MailBudget } from './limits/mail-budget.js';
import { AccountThrottle } from './login/account-throttle.js';
import { LoginController } from './login/login.controller.js';
import { LoginService } from './login/login.service.js';
import { LogoutController } from './logout/logout.controller.js';
import { MeController } from './me/me.controller.js';
import { OneTimeToken } from './one-time-tokens/one-time-token.entity.js';
import { OneTimeTokens } from './one-time-tokens/one-time-tokens.js';
import { MailLinks } from './pages/mail-links.js';
import { PagesController } from './pages/pages.controller.js';
import { NewPassword } from './passwords/new-password.js';
import { PasswordCredential } from './passwords/password-credential.entity.js';
import { PasswordCredentials } from './passwords/password-credentials.js';
import { RefreshController } from './refresh/refresh.controller.js';
import { RefreshService } from './refresh/refresh.service.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { ActiveTenants } from './sessions/active-tenants.js';
import { LiveSessions } from './sessions/live-sessions.js';
import { Session } from './sessions/session.entity.js';
import { SessionTokens } from './sessions/session-tokens.js';
import { Sessions } from './sessions/sessions.js';
import { SessionsOfTenants } from './sessions/sessions-of-tenants.js';
import { SignIn } from './sign-in/sign-in.js';
import { User } from './users/user.entity.js';
import { UserViews } from './users/user-views.js';
import { Users } from './users/users.js';
import { EmailVerification } from './verification/email-verification.js';
import { ResendVerificationService } from './verification/resend-verification.service.js';
import { VerificationController } from './verification/verification.controller.js';

@Module({
  imports: [CryptoModule, TenancyModule, TypeOrmModule.forFeature([User, PasswordCredential, Session, OneTimeToken])],
  controllers: [RegistrationController, VerificationController, LoginController, RefreshController, LogoutController, MeController, PagesController],
  providers: [
    AccountThrottle,
    ActiveTenants,
    AuthenticationGuard,
    EmailVerification,
    LiveSessions,
    LoginService,
    MailBudget,
    MailLinks,
    NewPassword,
    OneTimeTokens,
    OptionalCaller,
    PasswordCredentials,
    RecentLoginGuard,
    RecentLogins,
    RefreshService,
    RegistrationService,
    ResendVerificationService,
    Sessions,
    SessionsOfTenants,
    SessionTokens,
    SignIn,
    Users,
    UserViews,
  ],
  exports: [
    AuthenticationGuard, AccountThrottle, LiveSessions, MailBudget, MailLinks, NewPassword, OneTimeTokens, PasswordCredentials, OptionalCaller, RecentLoginGuard, RecentLogins, Sessions, SessionTokens,
    SignIn, Users, UserViews,
  ],
})
export class IdentityModule {}
