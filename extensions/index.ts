/** The company's own extensions, one line each; docs/extending.md shows how to make one. */
export {};
