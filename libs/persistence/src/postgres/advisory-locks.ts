/**
 * The keys of all advisory locks, in one list, because two uses of one key would wait for each other. A released key
 * never gets another use: older versions may be running.
 */
export const ADVISORY_LOCKS = {
  migrations: 4_207_231_945,
  auditRelay: 4_207_231_946,
  bootstrap: 4_207_231_947,
  signingKeys: 4_207_231_948,
} as const;
