/** How long a caller may ask again. */
export const KEPT_MINUTES = 10;
