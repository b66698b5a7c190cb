import { AuditInterceptor, AuditModule, WebhooksModule } from '@authengine/audit';
import { ConfigModule, ConfigurationError, type Settings } from '@authengine/config';
import { catalogueFaults, type Extension } from '@authengine/contracts';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule } from '@authengine/identity';
import { IntrospectionModule, ServiceKeyGuard } from '@authengine/introspection';
import { Clock, SystemClock } from '@authengine/kernel';
import { MailModule } from '@authengine/mail';
import { MfaModule } from '@authengine/mfa';
import { OAuthModule } from '@authengine/oauth';
import { PersistenceModule, type PostgresAddress } from '@authengine/persistence';
import { OidcModule } from '@authengine/oidc';
import { ActingRightsModule, PermissionGuard, RbacModule } from '@authengine/rbac';
import { AuthenticationGuard, RecentLoginGuard, SessionsModule } from '@authengine/sessions';
import { TenancyModule } from '@authengine/tenancy';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { HealthModule } from './health/health.module.js';
import { HttpMetrics } from './health/http-metrics.js';
import { WellKnownModule } from './well-known/well-known.module.js';
import { DeclaredBodyInterceptor } from './http/input/declared-body.interceptor.js';
import { DeclaredQueryInterceptor } from './http/input/declared-query.interceptor.js';
import { HeadInterceptor } from './http/head.interceptor.js';
import { HttpModule } from './http/http.module.js';
import { InheritedNamesPipe } from './http/input/inherited-names.pipe.js';
import { KeptAnswerInterceptor } from './http/kept-answers/kept-answer.interceptor.js';
import { RequestLoadInterceptor } from './http/limits/request-load.interceptor.js';
import { PathIdsGuard } from './http/input/path-ids.guard.js';
import { SourceLimitGuard } from './http/limits/source-limit.guard.js';
import { SourceLoadGuard } from './http/limits/source-load.guard.js';
import { UserLoadGuard } from './http/limits/user-load.guard.js';
import { SpentBackInterceptor } from './http/limits/spent-back.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validationPipe } from './http/input/validation.pipe.js';
import { WellFormedPipe } from './http/input/well-formed.pipe.js';

export interface AppOptions {
  /** The time that the whole application reads; the system's unless given. */
  readonly clock?: Clock;
  /** Modules of a test's own beside the product's and the extensions'. */
  readonly modules?: readonly Extension['module'][];
  /** The number of this process among those that serve one port; unset for one that is alone there. */
  readonly worker?: number;
}

/**
 * The product: its modules, and what stands around every route. Guards, interceptors and pipes run
 * in the order of their lines here.
 */
@Global()
@Module({})
export class AppModule {
  static forRoot(settings: Settings, postgres: PostgresAddress, options: AppOptions = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(settings),
        PersistenceModule.forRoot(settings, postgres),
        MailModule.forRoot(settings),
        DirectoryModule,
        AuditModule.forRoot(settings),
        SessionsModule,
        IdentityModule,
        RbacModule,
        ActingRightsModule,
        MfaModule,
        TenancyModule,
        WebhooksModule,
        OAuthModule,
        OidcModule,
        IntrospectionModule,
        HttpModule,
        HealthModule,
        WellKnownModule,
        ...extensionModules(settings, options),
      ],
      providers: [
        { provide: Clock, useValue: options.clock ?? new SystemClock() },
        { provide: HttpMetrics, useValue: new HttpMetrics(options.worker) },
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: APP_GUARD, useClass: SourceLoadGuard },
        { provide: APP_GUARD, useClass: PathIdsGuard },
        { provide: APP_GUARD, useClass: SourceLimitGuard },
        { provide: APP_GUARD, useExisting: AuthenticationGuard },
        { provide: APP_GUARD, useExisting: ServiceKeyGuard },
        { provide: APP_GUARD, useClass: UserLoadGuard },
        { provide: APP_GUARD, useExisting: RecentLoginGuard },
        { provide: APP_GUARD, useExisting: PermissionGuard },
        { provide: APP_INTERCEPTOR, useClass: HeadInterceptor },
        { provide: APP_INTERCEPTOR, useClass: RequestLoadInterceptor },
        { provide: APP_INTERCEPTOR, useClass: KeptAnswerInterceptor },
        { provide: APP_INTERCEPTOR, useClass: SpentBackInterceptor },
        { provide: APP_INTERCEPTOR, useExisting: AuditInterceptor },
        { provide: APP_INTERCEPTOR, useClass: DeclaredQueryInterceptor },
        { provide: APP_INTERCEPTOR, useClass: DeclaredBodyInterceptor },
        { provide: APP_PIPE, useClass: WellFormedPipe },
        { provide: APP_PIPE, useClass: InheritedNamesPipe },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
      exports: [Clock, HttpMetrics],
    };
  }
}

/** @throws ConfigurationError where an extension and the product, which is loaded by now, are in each other's way */
function extensionModules({ extensions }: Settings, { modules = [] }: AppOptions): NonNullable<Extension['module']>[] {
  const faults = catalogueFaults(extensions);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return [...extensions.map(({ module }) => module), ...modules].filter((module) => module !== undefined);
}
