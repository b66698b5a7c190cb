type KeyName = 'SECRET_KEY' | 'JWT_SECRET_KEY';

/** Keys together with the white space around them in the variable, which older versions took as part of the key. */
export interface KeysAsWritten {
  /** From the variable and its list of former keys; empty when no key has white space. */
  readonly keys: readonly string[];
  /** Whether the current key has white space. */
  readonly current: boolean;
}

/** Only these keys open and verify what an older version made with them. */
export function keysAsWritten(env: Readonly<Record<string, string | undefined>>): Readonly<Record<KeyName, KeysAsWritten>> {
  const written = (name: KeyName): KeysAsWritten => {
    const current = [env[name] ?? ''].filter(isPadded);
    const former = (env[`${name}S_PREVIOUS`] ?? '').split(',').filter(isPadded);
    return { keys: [...new Set([...current, ...former])], current: current.length > 0 };
  };
  return { SECRET_KEY: written('SECRET_KEY'), JWT_SECRET_KEY: written('JWT_SECRET_KEY') };
}

function isPadded(key: string): boolean {
  return key.trim() !== '' && key.trim() !== key;
}
