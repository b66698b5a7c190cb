import { ConfigurationError, loadSettings, type Settings } from '@authengine/config';
import { DefinedTwiceError } from '@authengine/kernel';
import { schemaFaults } from '@authengine/persistence';

/**
 * The settings of this installation: its environment, and what `extensions/index.ts` lists.
 * @throws ConfigurationError with all that is wrong with either
 */
export async function installedSettings(env: Readonly<Record<string, string | undefined>>): Promise<Settings> {
  const { LISTED_EXTENSIONS } = await listedExtensions();
  const ofSchema = schemaFaults(LISTED_EXTENSIONS);
  try {
    const settings = loadSettings(env, LISTED_EXTENSIONS);
    if (ofSchema.length === 0) return settings;
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigurationError([...error.faults, ...ofSchema]);
    throw error;
  }
  throw new ConfigurationError(ofSchema);
}

async function listedExtensions(): Promise<typeof import('./listed-extensions.js')> {
  try {
    return await import('./listed-extensions.js');
  } catch (error) {
    if (error instanceof DefinedTwiceError) throw new ConfigurationError([error.message]);
    throw error;
  }
}
