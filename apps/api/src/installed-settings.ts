import { ConfigurationError, loadSettings, type Settings } from '@authengine/config';
import { DefinedTwiceError } from '@authengine/kernel';

/**
 * The settings of this installation: its environment, and what `extensions/index.ts` lists.
 * @throws ConfigurationError with all that is wrong with either
 */
export async function installedSettings(env: Readonly<Record<string, string | undefined>>): Promise<Settings> {
  const { LISTED_EXTENSIONS } = await listedExtensions();
  return loadSettings(env, LISTED_EXTENSIONS);
}

async function listedExtensions(): Promise<typeof import('./listed-extensions.js')> {
  try {
    return await import('./listed-extensions.js');
  } catch (error) {
    if (error instanceof DefinedTwiceError) throw new ConfigurationError([error.message]);
    throw error;
  }
}
