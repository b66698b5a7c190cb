/** How long a test waits for what must come, in milliseconds. For a machine that is many times slower than this needs. */
export const PATIENCE_MS = 60_000;
