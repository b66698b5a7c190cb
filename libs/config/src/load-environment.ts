import { docs, wholeNumber } from './variable-docs.js';

const section = 'HTTP';

/**
 * The load that one caller, and all together, may put on one process. No ordinary client meets these limits; they stop
 * one caller from slowing all others, and a process from taking on what it cannot answer.
 */
export const loadVariables = {
  CONNECTIONS_AT_ONCE: wholeNumber(10, 1_000_000).prefault('10000').register(docs, { section, about: 'Connections of clients that a process has open; on the next 500 every request gets 503, and further ones are closed at once' }),
  EVENT_LOOP_DELAY_MS: wholeNumber(50, 60_000).prefault('1000').register(docs, { section, about: 'How late the event loop of a process may be, on average in a second, before it answers all but probes and metrics with 503 for the next second' }),
  REQUESTS_AT_ONCE_PER_USER: wholeNumber(1, 10_000).prefault('8').register(docs, { section, about: 'Requests of one signed-in user that a process works on at the same time; the next 100 wait their turn, three seconds at most, then 429' }),
  REQUESTS_PER_MINUTE_PER_USER: wholeNumber(1, 10_000_000).prefault('6000').register(docs, { section, about: 'Requests of one signed-in user per minute and process, then 429' }),
  REQUESTS_AT_ONCE_PER_SOURCE: wholeNumber(1, 100_000).prefault('200').register(docs, { section, about: 'Requests of one client address (IPv6: of one /64) that a process works on at the same time; the next 500 wait their turn, three seconds at most, then 429. Services that present a key are not counted' }),
  REQUESTS_PER_MINUTE_PER_SOURCE: wholeNumber(1, 10_000_000).prefault('120000').register(docs, { section, about: 'Requests of one client address per minute and process, then 429. Services that present a key are not counted' }),
  REVOCATION_STREAMS_PER_KEY: wholeNumber(1, 10_000).prefault('100').register(docs, { section, about: 'Streams of GET /auth/revocations that one service key may have open at a process, then 429' }),
  REVOCATION_STREAMS: wholeNumber(1, 100_000).prefault('1000').register(docs, { section, about: 'Streams of GET /auth/revocations that a process has open in all, then 503' }),
};
