import type { IncomingMessage } from 'node:http';
import { FORM_TYPE, mediaType, readBody } from '@authengine/contracts';
import { VersionedCache } from '@authengine/persistence';
import { TokenRevocations } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { Artefacts } from '../artefacts/artefacts.js';
import { GENUINE_JWT, JwtAccessTokens } from '../tokens/jwt-access-tokens.js';
import { replayBody } from './replay-body.js';

const FORM_BYTES = 56 * 1024;

/** What the revocation endpoint does before the library sees the request. */
@Injectable()
export class RevocationRequests {
  constructor(
    private readonly jwts: JwtAccessTokens,
    private readonly artefacts: Artefacts,
    private readonly cache: VersionedCache,
    private readonly sessions: TokenRevocations,
  ) {}

  /**
   * The library takes no JWT here, since it knows no way to end one; a reference stands for it. And it answers 200 for a token
   * that it does not find: where that token's grant has ended, every node must know by then. A token of a session, which the
   * library does not know, is ended here and now, as at `/auth/revoke`: discovery names one address for all tokens.
   * @returns whether nothing is left for the library to do
   * @throws RequestErrors.too_large, RequestErrors.malformed, ServerErrors.unavailable
   */
  async prepare(request: IncomingMessage): Promise<boolean> {
    const bytes = await readBody(request, FORM_BYTES);
    const form = new URLSearchParams(bytes.toString('utf8'));
    const tokens = form.getAll('token');
    const [token = ''] = tokens;
    if (tokens.length === 1 && mediaType(request.headers['content-type']) === FORM_TYPE && (await this.sessions.revoke(token))) return true;
    if (tokens.length === 1 && GENUINE_JWT.test(token)) form.set('token', this.jwts.reference(token));
    const userId = tokens.length === 1 ? await this.userOf(token) : null;
    if (userId !== null) await this.cache.confirm([userId]);
    replayBody(request, tokens.length === 1 ? Buffer.from(form.toString()) : bytes);
    return false;
  }

  private async userOf(token: string): Promise<string | null> {
    return GENUINE_JWT.test(token) ? ((await this.jwts.facts(token))?.userId ?? null) : this.artefacts.userOfToken(token);
  }
}
