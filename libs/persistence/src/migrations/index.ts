import { Spine1764000000000 } from './1764000000000-spine.js';
import { OAuth1764000003000 } from './1764000003000-oauth.js';

/** Every migration, oldest first. A released one is never edited. */
export const migrations = [Spine1764000000000, OAuth1764000003000];
