import { docs, wholeNumber } from './variable-docs.js';

const section = 'HTTP';

/**
 * The load that one caller may put on one process. No ordinary client meets these limits; they stop one caller from
 * slowing all others.
 */
export const loadVariables = {
  REQUESTS_AT_ONCE_PER_USER: wholeNumber(1, 10_000).prefault('8').register(docs, { section, about: 'Requests of one signed-in user that a process works on at the same time; the next 100 wait their turn, three seconds at most, then 429' }),
  REQUESTS_PER_MINUTE_PER_USER: wholeNumber(1, 10_000_000).prefault('6000').register(docs, { section, about: 'Requests of one signed-in user per minute and process, then 429' }),
  REQUESTS_AT_ONCE_PER_SOURCE: wholeNumber(1, 100_000).prefault('200').register(docs, { section, about: 'Requests of one client address (IPv6: of one /64) that a process works on at the same time; the next 500 wait their turn, three seconds at most, then 429. Services that present a key are not counted' }),
  REQUESTS_PER_MINUTE_PER_SOURCE: wholeNumber(1, 10_000_000).prefault('120000').register(docs, { section, about: 'Requests of one client address per minute and process, then 429. Services that present a key are not counted' }),
  REVOCATION_STREAMS_PER_KEY: wholeNumber(1, 10_000).prefault('100').register(docs, { section, about: 'Streams of GET /auth/revocations that one service key may have open at a process, then 429' }),
  REVOCATION_STREAMS: wholeNumber(1, 100_000).prefault('1000').register(docs, { section, about: 'Streams of GET /auth/revocations that a process has open in all, then 503' }),
};
