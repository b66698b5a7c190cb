import { currentRequest } from '@authengine/contracts';

const MAX_AGENT = 160;

/** When, from where and with what the request being served came, for a mail to the account's owner. */
export function occasion(now: Date): string {
  const request = currentRequest();
  const agent = request?.userAgent?.slice(0, MAX_AGENT) ?? 'an unknown device';
  return `on ${now.toUTCString()}, from the address ${request?.ip ?? 'unknown'}, with ${agent}`;
}
