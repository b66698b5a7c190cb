import * as listed from '@authengine/extensions';
import type { Extension } from '@authengine/contracts';

/** What `extensions/index.ts` lists, here and nowhere else: all else finds it in the settings. */
export const LISTED_EXTENSIONS: readonly Extension[] = Object.values<Extension>(listed);
