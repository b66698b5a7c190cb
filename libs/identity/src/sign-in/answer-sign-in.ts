import { LoginDto } from '@authengine/sessions';
import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiExtraModels, ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { MfaChallengeDto } from './second-factor.port.js';

/** 200 with tokens, or 202 with a challenge when a second factor is missing. */
export function answerSignIn<T extends LoginDto | MfaChallengeDto>(answer: T, response: Response): T {
  response.status('mfa_pending_token' in answer ? 202 : 200);
  return answer;
}

/** Both answers of a sign-in, for OpenAPI. */
export function ApiSignInAnswers(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(LoginDto, MfaChallengeDto),
    ApiOkResponse({ type: LoginDto }),
    ApiAcceptedResponse({ type: MfaChallengeDto, description: 'A second factor is asked for.' }),
  );
}
