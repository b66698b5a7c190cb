import type { IncomingMessage } from 'node:http';
import { readBody } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import { GENUINE_JWT, JwtAccessTokens } from '../tokens/jwt-access-tokens.js';
import { replayBody } from './replay-body.js';

const FORM_BYTES = 56 * 1024;

/** The library takes no JWT at its revocation endpoint, since it knows no way to end one. Here there is: its grant ends. */
@Injectable()
export class RevokedJwt {
  constructor(private readonly jwts: JwtAccessTokens) {}

  /**
   * Puts a reference in the place of a JWT, which stands for it once the client has proven who it is.
   * @throws RequestErrors.too_large, RequestErrors.malformed
   */
  async referTo(request: IncomingMessage): Promise<void> {
    const bytes = await readBody(request, FORM_BYTES);
    const form = new URLSearchParams(bytes.toString('utf8'));
    const tokens = form.getAll('token');
    const [token = ''] = tokens;
    if (tokens.length === 1 && GENUINE_JWT.test(token)) form.set('token', this.jwts.reference(token));
    replayBody(request, tokens.length === 1 ? Buffer.from(form.toString()) : bytes);
  }
}
