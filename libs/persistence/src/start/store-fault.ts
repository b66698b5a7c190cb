/** Why a start cannot go on with a store: each text is a line of its own, names the variable and what to do, and holds no password. */
export class StoreFault extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(faults.join('\n'), options);
    this.name = 'StoreFault';
    this.faults = faults;
  }
}

/** The words of a driver, one line of them; `secret` shows nowhere in it. */
export function wordsOf(error: unknown, secret?: string): string {
  // Not by `instanceof`: Node's own errors are of another realm to code in a VM context.
  const { code, message, errors } = error as { code?: unknown; message?: string; errors?: unknown[] };
  const words = Array.isArray(errors) && errors.length > 0 ? [...new Set(errors.map((one) => wordsOf(one, secret)))].join('; ') : (message ?? String(error));
  const line = (words || (typeof code === 'string' ? code : 'no reason given')).replace(/\s+/g, ' ').trim();
  return [secret, secret && encodeURIComponent(secret)].reduce<string>((text, hidden) => (hidden ? text.replaceAll(hidden, '…') : text), line);
}
