import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule, SecondFactorCodes, SecondFactorReset, SecondFactors } from '@authengine/identity';
import { SessionsModule } from '@authengine/sessions';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChallengeCompletion } from './challenge/challenge-completion.js';
import { ChallengeController } from './challenge/challenge.controller.js';
import { Challenges } from './challenge/challenges.js';
import { ReauthenticationCodes } from './codes/reauthentication-codes.js';
import { SecondFactorBudget } from './codes/second-factor-budget.js';
import { SecondFactorBudgetRow } from './codes/second-factor-budget.entity.js';
import { SecondFactorCheck } from './codes/second-factor-check.js';
import { SecondFactorSwitch } from './codes/second-factor-switch.js';
import { OwnerNotices } from './notices/owner-notices.js';
import { RecoveryCode } from './recovery-codes/recovery-code.entity.js';
import { RecoveryCodes } from './recovery-codes/recovery-codes.js';
import { RecoveryCodesController } from './recovery-codes/recovery-codes.controller.js';
import { RecoveryCodesRenewal } from './recovery-codes/recovery-codes-renewal.js';
import { PasskeysModule } from './passkeys/passkeys.module.js';
import { ExportedFactors } from './export/exported-factors.js';
import { FactorsOfAnOwner } from './reset/factors-of-an-owner.js';
import { MfaReset } from './reset/mfa-reset.js';
import { MfaStatusController } from './status/mfa-status.controller.js';
import { SecondFactorMethods } from './status/second-factor-methods.js';
import { TotpController } from './totp/totp.controller.js';
import { TotpDevice } from './totp/totp-device.entity.js';
import { TotpDevices } from './totp/totp-devices.js';
import { TotpEnrolment } from './totp/totp-enrolment.js';
import { TotpRemoval } from './totp/totp-removal.js';

/** Second factors and passkeys. Global, so that identity finds what its ports `SecondFactors`, `SecondFactorCodes` and `SecondFactorReset` ask for. */
@Global()
@Module({
  imports: [CryptoModule, DirectoryModule, SessionsModule, IdentityModule, PasskeysModule, TypeOrmModule.forFeature([TotpDevice, RecoveryCode, SecondFactorBudgetRow])],
  controllers: [ChallengeController, MfaStatusController, RecoveryCodesController, TotpController],
  providers: [
    ChallengeCompletion,
    ExportedFactors,
    FactorsOfAnOwner,
    MfaReset,
    { provide: SecondFactorReset, useExisting: MfaReset },
    OwnerNotices,
    RecoveryCodes,
    RecoveryCodesRenewal,
    { provide: SecondFactorCodes, useClass: ReauthenticationCodes },
    { provide: SecondFactors, useClass: Challenges },
    SecondFactorBudget,
    SecondFactorCheck,
    SecondFactorMethods,
    SecondFactorSwitch,
    TotpDevices,
    TotpEnrolment,
    TotpRemoval,
  ],
  exports: [MfaReset, SecondFactorCheck, SecondFactorCodes, SecondFactorReset, SecondFactors],
})
export class MfaModule {}
