/**
 * The reasons why a store stops the start. Each text is one line that names the variable and the remedy, and contains
 * no password.
 */
export class StoreFault extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(faults.join('\n'), options);
    this.name = 'StoreFault';
    this.faults = faults;
  }
}

/** A driver's message in one line, without `secret`. */
export function wordsOf(error: unknown, secret?: string): string {
  // `instanceof` would miss Node's own errors, which belong to another realm in a VM context.
  const { code, message, errors } = error as { code?: unknown; message?: string; errors?: unknown[] };
  const words = Array.isArray(errors) && errors.length > 0 ? [...new Set(errors.map((one) => wordsOf(one, secret)))].join('; ') : (message ?? String(error));
  const line = (words || (typeof code === 'string' ? code : 'no reason given')).replace(/\s+/g, ' ').trim();
  return [secret, secret && encodeURIComponent(secret)].reduce<string>((text, hidden) => (hidden ? text.replaceAll(hidden, '…') : text), line);
}
