import { DirectoryModule } from '@authengine/directory';
import { IdentityModule } from '@authengine/identity';
import { SessionsModule } from '@authengine/sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OwnerNotices } from '../notices/owner-notices.js';
import { RelyingParty } from './ceremony/relying-party.js';
import { MyPasskeysController } from './my-passkeys.controller.js';
import { Passkey } from './passkey.entity.js';
import { Passkeys } from './passkeys.js';
import { PasskeyRegistrationController } from './registration/passkey-registration.controller.js';
import { PasskeyRegistration } from './registration/passkey-registration.js';
import { PasskeyRemoval } from './removal/passkey-removal.js';
import { PasskeySignInController } from './sign-in/passkey-sign-in.controller.js';
import { PasskeyProofs } from './sign-in/passkey-proofs.js';
import { PasskeySignIn } from './sign-in/passkey-sign-in.js';

/** Passkeys (WebAuthn level 3): a way to sign in with both factors in one. */
@Module({
  imports: [DirectoryModule, SessionsModule, IdentityModule, TypeOrmModule.forFeature([Passkey])],
  controllers: [MyPasskeysController, PasskeyRegistrationController, PasskeySignInController],
  providers: [OwnerNotices, PasskeyProofs, PasskeyRegistration, PasskeyRemoval, Passkeys, PasskeySignIn, RelyingParty],
  exports: [PasskeyProofs, Passkeys, PasskeySignIn],
})
export class PasskeysModule {}
