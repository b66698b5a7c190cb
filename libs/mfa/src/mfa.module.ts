import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule, SecondFactorCodesPort, SecondFactorResetPort, SecondFactorPort } from '@authengine/identity';
import { SessionsModule } from '@authengine/sessions';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChallengeCompletion } from './challenge/challenge-completion.js';
import { ChallengeController } from './challenge/challenge.controller.js';
import { Challenges } from './challenge/challenges.js';
import { ReauthenticationCodes } from './codes/reauthentication-codes.js';
import { CodeBudget } from './codes/code-budget.js';
import { CodeBudgetRow } from './codes/code-budget.entity.js';
import { CodeChecks } from './codes/code-checks.js';
import { MfaSwitch } from './codes/mfa-switch.js';
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
import { MfaMethods } from './status/mfa-methods.js';
import { TotpController } from './totp/totp.controller.js';
import { TotpDevice } from './totp/totp-device.entity.js';
import { TotpDevices } from './totp/totp-devices.js';
import { TotpEnrolment } from './totp/totp-enrolment.js';
import { TotpRemoval } from './totp/totp-removal.js';

/**
 * Second factors and passkeys. Global, because it provides identity's ports `SecondFactorPort`, `SecondFactorCodesPort`
 * and `SecondFactorResetPort`.
 */
@Global()
@Module({
  imports: [CryptoModule, DirectoryModule, SessionsModule, IdentityModule, PasskeysModule, TypeOrmModule.forFeature([TotpDevice, RecoveryCode, CodeBudgetRow])],
  controllers: [ChallengeController, MfaStatusController, RecoveryCodesController, TotpController],
  providers: [
    ChallengeCompletion,
    ExportedFactors,
    FactorsOfAnOwner,
    MfaReset,
    { provide: SecondFactorResetPort, useExisting: MfaReset },
    OwnerNotices,
    RecoveryCodes,
    RecoveryCodesRenewal,
    { provide: SecondFactorCodesPort, useClass: ReauthenticationCodes },
    { provide: SecondFactorPort, useClass: Challenges },
    CodeBudget,
    CodeChecks,
    MfaMethods,
    MfaSwitch,
    TotpDevices,
    TotpEnrolment,
    TotpRemoval,
  ],
  exports: [PasskeysModule, ChallengeCompletion, MfaReset, CodeChecks, SecondFactorCodesPort, SecondFactorResetPort, SecondFactorPort],
})
export class MfaModule {}
