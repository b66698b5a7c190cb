/** How long a caller has to ask again. */
export const KEPT_MINUTES = 10;
