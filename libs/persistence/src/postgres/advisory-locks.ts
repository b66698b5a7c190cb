/**
 * The keys of the advisory locks that the product takes; one list, since two uses of one key would
 * wait for each other. A released key is never given to another use: older versions may be running.
 */
export const ADVISORY_LOCKS = {
  migrations: 4_207_231_945,
  auditRelay: 4_207_231_946,
  bootstrap: 4_207_231_947,
} as const;
