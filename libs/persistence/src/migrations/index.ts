import { Spine1764000000000 } from './1764000000000-spine.js';
import { Mfa1764000001000 } from './1764000001000-mfa.js';
import { OAuth1764000003000 } from './1764000003000-oauth.js';
import { SessionsByUser1764000004000 } from './1764000004000-sessions-by-user.js';
import { UsersByStatus1764000007000 } from './1764000007000-users-by-status.js';

/** Every migration, oldest first. A released one is never edited. */
export const migrations = [Spine1764000000000, Mfa1764000001000, OAuth1764000003000, SessionsByUser1764000004000, UsersByStatus1764000007000];
