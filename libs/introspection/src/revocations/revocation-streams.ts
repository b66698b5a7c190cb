import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { currentRequest, RequestErrors, runInRequest, ServerErrors, type ServicePrincipal } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import { credentialInHeaders } from '../client/presented-credential.js';
import { LiveServiceKeys } from '../service-keys/live-service-keys.js';
import { positionIn } from './event-id.js';
import { type Beginning, RevocationFeed } from './revocation-feed.js';
import { RevocationStream } from './revocation-stream.js';

const RETRY_SECONDS = 5;

/** The open streams of this process. Their number is limited for each key and in all; a process that stops has none. */
@Injectable()
export class RevocationStreams {
  private readonly open = new Map<RevocationStream, ServicePrincipal['keyId']>();
  private closed = false;

  constructor(
    private readonly settings: Settings,
    private readonly keys: LiveServiceKeys,
    private readonly feed: RevocationFeed,
  ) {}

  /**
   * Begins a stream for a service with a valid key. Resolves when it has begun. It ends when the client leaves, the key
   * ends, or the process stops.
   * @throws RequestErrors.rate_limited, ServerErrors.busy, ServerErrors.unavailable
   */
  async begin({ keyId, tenantId }: ServicePrincipal, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    // The client left while its key was checked. No event will free its place, so it gets none.
    if (socket.destroyed || response.destroyed) return;
    this.checkRoom(keyId);
    const stream = new RevocationStream(response, { keyId, tenantId, since: sinceOf(request), stillStands: this.standingOf(request) });
    this.open.set(stream, keyId);
    const leave = (): void => {
      socket.off('close', leave);
      this.open.delete(stream);
      this.feed.leave(stream);
    };
    // A response that waits behind another response of its connection gets no event when the connection closes.
    response.once('close', leave);
    socket.once('close', leave);
    socket.setNoDelay(true);
    try {
      await this.feed.join(stream);
    } catch (cause) {
      throw ServerErrors.unavailable({ cause });
    }
  }

  /** Ends every stream and begins no more. The clients go to another process. */
  close(): void {
    this.closed = true;
    for (const stream of this.open.keys()) stream.end();
  }

  private checkRoom(keyId: string): void {
    const { REVOCATION_STREAMS, REVOCATION_STREAMS_PER_KEY } = this.settings.values;
    if (this.closed) throw ServerErrors.unavailable();
    const ofKey = [...this.open.values()].filter((other) => other === keyId).length;
    if (ofKey >= REVOCATION_STREAMS_PER_KEY) throw RequestErrors.rate_limited({ retryAfterSeconds: RETRY_SECONDS, detail: 'This key has as many open streams as one key may have.' });
    if (this.open.size >= REVOCATION_STREAMS) throw ServerErrors.busy({ retryAfterSeconds: RETRY_SECONDS });
  }

  /** Whether the key is still valid for the address of the request. */
  private standingOf(request: IncomingMessage): () => Promise<boolean> {
    const presented = this.keys.present(credentialInHeaders(request));
    const context = currentRequest();
    return async () => {
      if (!presented) return false;
      const find = (): Promise<unknown> => this.keys.find(presented);
      return (await (context ? runInRequest(context, find) : find())) !== null;
    };
  }
}

function sinceOf({ headers }: IncomingMessage): Beginning {
  const id = headers['last-event-id'];
  if (id === undefined || id === '') return { kind: 'now' };
  const position = typeof id === 'string' ? positionIn(id) : null;
  return position ? { kind: 'position', position } : { kind: 'untold' };
}
