import { Spine1764000000000 } from './1764000000000-spine.js';
import { Tenancy1764000006000 } from './1764000006000-tenancy.js';

/** Every migration, oldest first. A released one is never edited. */
export const migrations = [Spine1764000000000, Tenancy1764000006000];
