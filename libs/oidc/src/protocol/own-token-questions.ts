import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApplicationId } from '@authengine/kernel';
import { VersionedCache } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { LiveProvider } from '../provider/live-provider.js';
import { replayBody } from './replay-body.js';

/** Answers about a token, as JSON, for the application that it was given to. */
export type OwnTokenAnswer = (token: string, applicationId: ApplicationId) => Promise<string>;

/** The library looks for this one and finds nothing. */
const NO_TOKEN = 'asked-elsewhere';

/**
 * Introspection by an application itself (RFC 7662 section 2.1). The library authenticates it, in every way that it may; the
 * answer is of the lib that answers everybody.
 */
@Injectable()
export class OwnTokenQuestions {
  constructor(
    private readonly provider: LiveProvider,
    private readonly cache: VersionedCache,
  ) {}

  /** `bytes` is the body of the request, which was read. */
  async answer(request: IncomingMessage, response: ServerResponse, bytes: Buffer, answer: OwnTokenAnswer): Promise<void> {
    const form = new URLSearchParams(bytes.toString('utf8'));
    const [token, ...more] = form.getAll('token');
    const asked = token !== undefined && token !== '' && more.length === 0;
    if (asked) form.set('token', NO_TOKEN);
    replayBody(request, asked ? Buffer.from(form.toString()) : bytes);
    await this.cache.unserved(() => this.provider.answer(request, response, asked ? (clientId) => answer(token, clientId as ApplicationId) : undefined));
  }
}
