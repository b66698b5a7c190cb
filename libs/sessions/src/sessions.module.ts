import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthenticationGuard } from './authentication/authentication.guard.js';
import { OptionalCaller } from './authentication/optional-caller.js';
import { RecentLoginGuard } from './authentication/recent-login.guard.js';
import { RecentLogins } from './authentication/recent-logins.js';
import { LogoutController } from './logout/logout.controller.js';
import { SessionEnds } from './logout/session-ends.js';
import { TokenRevocationController } from './logout/token-revocation.controller.js';
import { TokenRevocations } from './logout/token-revocations.js';
import { MySessionsController } from './my-sessions/my-sessions.controller.js';
import { SessionUses } from './my-sessions/session-uses.js';
import { RefreshCookie } from './refresh-cookie/refresh-cookie.js';
import { CookieRefresh } from './refresh/cookie-refresh.js';
import { PlainRotation } from './refresh/plain-rotation.js';
import { RefreshController } from './refresh/refresh.controller.js';
import { RefreshService } from './refresh/refresh.service.js';
import { ActiveTenants } from './sessions/active-tenants.js';
import { LiveSessions } from './sessions/live-sessions.js';
import { SessionEndings } from './sessions/session-endings.js';
import { SessionTokens } from './sessions/session-tokens.js';
import { Session } from './sessions/session.entity.js';
import { Sessions } from './sessions/sessions.js';
import { SessionsOfTenants } from './sessions/sessions-of-tenants.js';
import { StandingPrincipals } from './sessions/standing-principals.js';

/** Who is signed in. Needs `ReuseNoticePort` from a global module. */
@Module({
  imports: [CryptoModule, DirectoryModule, TypeOrmModule.forFeature([Session])],
  controllers: [RefreshController, LogoutController, TokenRevocationController, MySessionsController],
  providers: [
    ActiveTenants,
    AuthenticationGuard,
    CookieRefresh,
    LiveSessions,
    OptionalCaller,
    PlainRotation,
    RecentLoginGuard,
    RecentLogins,
    RefreshCookie,
    RefreshService,
    SessionEndings,
    SessionEnds,
    Sessions,
    SessionsOfTenants,
    SessionTokens,
    SessionUses,
    StandingPrincipals,
    TokenRevocations,
  ],
  exports: [
    ActiveTenants,
    AuthenticationGuard,
    LiveSessions,
    OptionalCaller,
    RecentLoginGuard,
    RecentLogins,
    RefreshCookie,
    SessionEndings,
    Sessions,
    SessionTokens,
    SessionUses,
    StandingPrincipals,
    TokenRevocations,
  ],
})
export class SessionsModule {}
