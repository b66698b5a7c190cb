import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { LoginDto } from '../sessions/tokens.dto.js';
import { LoginRequestDto } from './login.dto.js';
import { LoginEvents } from './login.events.js';
import { LoginService } from './login.service.js';

@ApiTags('Authentication')
@Controller('auth')
export class LoginController {
  constructor(private readonly service: LoginService) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @Audited(LoginEvents.succeeded)
  @Problems(AuthenticationErrors.invalid_credentials, AuthenticationErrors.too_many_attempts)
  @ApiOperation({ summary: 'Sign in with address and password', description: 'One answer, 401 `auth.invalid_credentials`, for whatever is wrong.' })
  @ApiOkResponse({ type: LoginDto })
  login(@Body() { email, password }: LoginRequestDto): Promise<LoginDto> {
    return this.service.login(email, password);
  }
}
