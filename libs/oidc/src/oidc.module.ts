import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { RbacModule } from '@authengine/rbac';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApplicationDirectory } from './applications/application-directory.js';
import { ApplicationSecret } from './applications/application-secret.entity.js';
import { ApplicationSecrets } from './applications/application-secrets.js';
import { Application } from './applications/application.entity.js';
import { Applications } from './applications/applications.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { LiveKeys } from './keys/live-keys.js';
import { SigningKey } from './keys/signing-key.entity.js';
import { SigningKeys } from './keys/signing-keys.js';

/** Signing in at applications with an account here. Needs Settings, Clock, the stores and AuditTrail from global modules. */
@Module({
  imports: [TypeOrmModule.forFeature([Application, ApplicationSecret, SigningKey]), CryptoModule, DirectoryModule, RbacModule],
  controllers: [ApplicationsController],
  providers: [Applications, ApplicationDirectory, ApplicationSecrets, LiveKeys, SigningKeys],
  exports: [SigningKeys, LiveKeys],
})
export class OidcModule {}
