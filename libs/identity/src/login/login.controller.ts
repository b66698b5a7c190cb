import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { AuthenticationErrors, type LoginDto } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post, Res, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { refusingInEvenTime } from '../limits/even-time.js';
import { answerSignIn, ApiSignInAnswers } from '../sign-in/answer-sign-in.js';
import type { MfaChallengeDto } from '../sign-in/second-factor.port.js';
import { SignInEvents } from '../sign-in/sign-in.events.js';
import { HashingRoomInterceptor } from './hashing-room.interceptor.js';
import { LoginRequestDto } from './login.dto.js';
import { LoginService } from './login.service.js';

@ApiTags('Authentication')
@Controller('auth')
export class LoginController {
  constructor(private readonly service: LoginService) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @UseInterceptors(HashingRoomInterceptor)
  @Audited(SignInEvents.succeeded, { refusal: SignInEvents.failed })
  @Problems(AuthenticationErrors.invalid_credentials, AuthenticationErrors.origin_not_allowed, AuthenticationErrors.too_many_attempts)
  @ApiOperation({ summary: 'Sign in with address and password', description: 'Every fault has the same answer, 401 `auth.invalid_credentials`.' })
  @ApiSignInAnswers()
  async login(@Body() { email, password, refresh_transport }: LoginRequestDto, @Res({ passthrough: true }) response: Response): Promise<LoginDto | MfaChallengeDto> {
    return answerSignIn(await refusingInEvenTime(() => this.service.login(email, password, refresh_transport)), response);
  }
}
