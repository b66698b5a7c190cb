import { PRIVATE_ADDRESS } from '@authengine/contracts';

/** Why an attempt failed. A text of the receiver or of a library is not among them. */
export const DELIVERY_REASONS = ['status', 'redirect', 'timeout', 'address_refused', 'name_not_found', 'tls', 'connection', 'no_entry', 'internal'] as const;
export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

export const REFUSED_ADDRESS = 'address_refused' satisfies DeliveryReason;

const OF_CODES: Readonly<Record<string, DeliveryReason>> = {
  [PRIVATE_ADDRESS]: REFUSED_ADDRESS,
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  ENODATA: 'name_not_found',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};
const MAX_DEPTH = 4;
const OF_TLS = /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO)/;

/** The reason in what `fetch` rejected with. */
export function deliveryReason(error: unknown): DeliveryReason {
  const codes = codesIn(error);
  if (codes.includes('TimeoutError')) return 'timeout';
  const known = codes.map((code) => OF_CODES[code] ?? (OF_TLS.test(code) ? 'tls' : undefined)).find((reason) => reason !== undefined);
  return known ?? 'connection';
}

/** Names and codes, the outermost first: `fetch` wraps what the connection failed with, and several addresses give several errors. */
function codesIn(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
  const { name, code, cause, errors } = error as Readonly<Record<'name' | 'code' | 'cause' | 'errors', unknown>>;
  const inner = Array.isArray(errors) ? (errors as unknown[]).slice(0, 1) : [];
  return [name, code].filter((text) => typeof text === 'string').concat([cause, ...inner].flatMap((each) => codesIn(each, depth + 1)));
}

/** Whether the receiver was asked. What fails before that is not its fault. */
export function isOfReceiver(reason: DeliveryReason | null): boolean {
  return reason !== 'no_entry' && reason !== 'internal';
}
