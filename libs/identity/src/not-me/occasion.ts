import { currentRequest } from '@authengine/contracts';
import { deviceName } from './device-name.js';

/** The time, place and device of the current request, for a mail to the account's owner. */
export function occasion(now: Date): string {
  const request = currentRequest();
  return `on ${now.toUTCString()}, from the address ${request?.ip ?? 'unknown'}, with ${deviceName(request?.userAgent)}`;
}

/** Where an occasion was, and on which device. */
export function placeOf(occasion: string): { readonly address: string; readonly device: string } {
  const [, address = '', device = ''] = /, from the address ([^,]+), with ([^,]+)$/.exec(occasion) ?? [];
  return { address, device };
}
