import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

const BASE64URL = /^[A-Za-z0-9_-]+$/;

/**
 * Whether it has the fields of `PublicKeyCredential.toJSON()` after `create()` (section 5.1); browsers may add more.
 */
export function isRegistrationJson(value: unknown): value is RegistrationResponseJSON {
  return isCredentialJson(value, ['clientDataJSON', 'attestationObject']) && isOptional(value.response['transports'], isTextList);
}

/** The same after `get()`. The user handle is required, because nothing else names the user. */
export function isAuthenticationJson(value: unknown): value is AuthenticationResponseJSON {
  return isCredentialJson(value, ['clientDataJSON', 'authenticatorData', 'signature']) && isOptional(value.response['userHandle'], isBase64url);
}

interface CredentialJson {
  readonly response: Readonly<Record<string, unknown>>;
}

function isCredentialJson(value: unknown, parts: readonly string[]): value is CredentialJson {
  if (!isRecord(value) || value['type'] !== 'public-key' || !isBase64url(value['id']) || value['rawId'] !== value['id']) return false;
  if (!isOptional(value['clientExtensionResults'], isRecord)) return false;
  const { response } = value;
  return isRecord(response) && parts.every((part) => isBase64url(response[part]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBase64url(value: unknown): value is string {
  return typeof value === 'string' && BASE64URL.test(value);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.length <= 10 && value.every((item) => typeof item === 'string' && /^[a-z-]{1,20}$/.test(item));
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || is(value);
}
