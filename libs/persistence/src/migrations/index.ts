import { Spine1764000000000 } from './1764000000000-spine.js';

/** Every migration, oldest first. A released one is never edited. */
export const migrations = [Spine1764000000000];
