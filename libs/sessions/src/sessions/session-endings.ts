import type { SessionId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

export type EndOfSessions = (ids: readonly SessionId[]) => Promise<void>;

/** Tells other libs, in the transaction that ends sessions, which ones end: whatever the reason is. */
@Injectable()
export class SessionEndings {
  private readonly listeners: EndOfSessions[] = [];

  /** Call this at start. When `end` throws, the sessions do not end. */
  onEnd(end: EndOfSessions): void {
    this.listeners.push(end);
  }

  async ended(ids: readonly SessionId[]): Promise<void> {
    if (ids.length === 0) return;
    for (const end of this.listeners) await end(ids);
  }
}
