import type { Position } from '@authengine/persistence';

const EVENT_ID = /^(\d{1,16})-(\d{1,16})$/;

/** The `id:` of an event: from this position on, a client that comes back misses nothing. */
export function eventId({ xact, at }: Position): string {
  return `${xact}-${at}`;
}

/** The position in a `Last-Event-ID`; null for text that is none of our ids. */
export function positionIn(text: string): Position | null {
  const found = EVENT_ID.exec(text);
  const position = { xact: Number(found?.[1]), at: Number(found?.[2]) };
  return Number.isSafeInteger(position.xact) && Number.isSafeInteger(position.at) ? position : null;
}
