import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { OidcModule } from '@authengine/oidc';
import { RbacModule } from '@authengine/rbac';
import { SessionsModule } from '@authengine/sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ServiceAdmission } from './client/service-admission.js';
import { ForwardAuth } from './forward/forward-auth.js';
import { ForwardController } from './forward/forward.controller.js';
import { ApiKeyRefusals } from './client/api-key-refusals.js';
import { AskedPlaces } from './introspect/asked-places.js';
import { ApplicationHolders } from './introspect/application-holders.js';
import { IntrospectionAnswers } from './introspect/introspection-answers.js';
import { IntrospectionEndpoint } from './introspect/introspection-endpoint.js';
import { IntrospectionController } from './introspect/introspection.controller.js';
import { OAuthIntrospectionController } from './introspect/oauth-introspection.controller.js';
import { Introspection } from './introspect/introspection.js';
import { TokenHolders } from './introspect/token-holders.js';
import { RevocationFeed } from './revocations/revocation-feed.js';
import { RevocationStreams } from './revocations/revocation-streams.js';
import { RevocationsController } from './revocations/revocations.controller.js';
import { LiveServiceKeys } from './service-keys/live-service-keys.js';
import { ServiceKeyDirectory } from './service-keys/service-key-directory.js';
import { ServiceKeyForecast } from './service-keys/service-key-forecast.js';
import { ServiceKeyGuard } from './service-keys/service-key.guard.js';
import { ServiceKeyUsage } from './service-keys/service-key-usage.js';
import { ServiceKey } from './service-keys/service-key.entity.js';
import { ServiceKeysController } from './service-keys/service-keys.controller.js';
import { ServiceKeys } from './service-keys/service-keys.js';

/** Service keys, and the endpoint that they open. Needs Settings, Clock, the stores and AuditTrail from global modules. */
@Module({
  imports: [TypeOrmModule.forFeature([ServiceKey]), CryptoModule, DirectoryModule, SessionsModule, RbacModule, OidcModule],
  controllers: [IntrospectionController, OAuthIntrospectionController, RevocationsController, ForwardController, ServiceKeysController],
  providers: [ServiceKeys, LiveServiceKeys, ServiceKeyDirectory, ServiceKeyForecast, ServiceKeyUsage, ServiceAdmission, TokenHolders, AskedPlaces, ApplicationHolders, ForwardAuth, Introspection, IntrospectionAnswers, IntrospectionEndpoint, ApiKeyRefusals, ServiceKeyGuard, RevocationFeed, RevocationStreams],
  exports: [ServiceKeys, LiveServiceKeys, IntrospectionEndpoint, RevocationStreams, ForwardAuth, ServiceKeyGuard],
})
export class IntrospectionModule {}
