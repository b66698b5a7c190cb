import type { SessionId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** An application that was signed in to in a session. */
export interface SessionUse {
  readonly id: string;
  readonly name: string;
}

export type UsesOfSessions = (ids: readonly SessionId[]) => Promise<ReadonlyMap<SessionId, readonly SessionUse[]>>;

/** What sessions are used for, told by the lib that knows applications. */
@Injectable()
export class SessionUses {
  private reader: UsesOfSessions = () => Promise.resolve(new Map());

  /** Called at start by the owner of applications. */
  by(reader: UsesOfSessions): void {
    this.reader = reader;
  }

  of(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, readonly SessionUse[]>> {
    return this.reader(ids);
  }
}
