import { FORM_TYPE, mediaType, onlyValue, parseForm, Public, readBody, ReadsOwnBody, RequestErrors } from '@authengine/contracts';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { TokenRevocations } from './token-revocations.js';

class RevokeDto {
  @ApiProperty({ description: 'A refresh token or an access token, valid or not', example: 'ae_rt_3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSor' }) token!: string;
  @ApiPropertyOptional({ description: 'Accepted and ignored (RFC 7009 section 2.1)', example: 'refresh_token' }) token_type_hint?: string;
}

@ApiTags('Authentication')
@Controller('auth')
export class TokenRevocationController {
  constructor(private readonly revocations: TokenRevocations) {}

  @Post('revoke')
  @HttpCode(200)
  @Public()
  @ReadsOwnBody()
  @ApiOperation({
    summary: 'Revoke a token, and with it its session',
    description: 'RFC 7009. Answers 200 whatever the token: one that is unknown or over needs no revoking. Other parameters of the form, such as `client_id`, are ignored.',
  })
  @ApiConsumes(FORM_TYPE)
  @ApiBody({ type: RevokeDto })
  @ApiOkResponse({ description: 'No service accepts the token, or another token of its session. The body is empty.' })
  async revoke(@Req() request: Request): Promise<void> {
    await this.revocations.revoke(await tokenOf(request));
  }
}

/** @throws RequestErrors.unsupported_media_type, RequestErrors.malformed, RequestErrors.too_large, RequestErrors.invalid */
async function tokenOf(request: Request): Promise<string> {
  const bytes = await readBody(request);
  if (bytes.length > 0 && mediaType(request.headers['content-type']) !== FORM_TYPE) throw RequestErrors.unsupported_media_type({ detail: `Send ${FORM_TYPE}.` });
  const form = parseForm(bytes, ['token']);
  const token = onlyValue(form, 'token');
  onlyValue(form, 'token_type_hint');
  if (token === undefined) throw RequestErrors.invalid({ errors: [{ field: 'token', message: 'is required' }] });
  return token;
}
