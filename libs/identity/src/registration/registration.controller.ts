import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { UserErrors } from '@authengine/directory';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MessageDto } from '../verification/verification.dto.js';
import { RegisterDto } from './register.dto.js';
import { RegistrationEvents } from './registration.events.js';
import { RegistrationService } from './registration.service.js';

const REGISTERED: MessageDto = { message: 'Thank you. We have sent a mail to that address; follow it to finish.' };

@ApiTags('Registration')
@Controller('auth')
export class RegistrationController {
  constructor(private readonly service: RegistrationService) {}

  @Post('register')
  @HttpCode(202)
  @Public()
  @LimitedBySource()
  @Audited(RegistrationEvents.registered)
  @Problems(UserErrors.username_taken)
  @ApiOperation({ summary: 'Register an address', description: 'The answer is the same, in the same time, for a new and for a taken address. The mail says which it was.' })
  @ApiAcceptedResponse({ type: MessageDto })
  async register(@Body() request: RegisterDto): Promise<MessageDto> {
    await this.service.register(request);
    return REGISTERED;
  }
}
