type KeyName = 'SECRET_KEY' | 'JWT_SECRET_KEY';

/** Keys with the white space that stands around them where they are written, which was a part of them once. */
export interface KeysAsWritten {
  /** Of the variable and of those among its former ones; empty where there is no white space. */
  readonly keys: readonly string[];
  /** Whether it is the current key that is written so. */
  readonly current: boolean;
}

/** What was made with such a key in an older version can be opened and verified by nothing else. */
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
