import { publicKeyOf } from '@authengine/audit';

/** The keys in a file: the answer of `GET /audit/keys`, or one verifier key (`name+id+key`) a line. */
export function readPublicKeys(text: string): Buffer[] {
  const verifiers = text.trimStart().startsWith('{') ? verifiersOf(text) : text.split('\n');
  return verifiers.map((verifier) => publicKeyOf(verifier.trim())).filter((key) => key !== undefined);
}

function verifiersOf(json: string): string[] {
  try {
    const { keys } = JSON.parse(json) as { keys?: unknown };
    return Array.isArray(keys) ? keys.map((key) => String((key as { verifier_key?: unknown }).verifier_key)) : [];
  } catch {
    return [];
  }
}
