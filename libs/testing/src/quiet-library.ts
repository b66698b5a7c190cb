/**
 * Jest runs this before each file. oidc-provider says on every load that it is tested on Node 22 and later only; the tests here
 * show that what we use of it works on every Node that we support, so under Jest, where each file loads it anew, it says so in vain.
 */
const { warn } = console;
// eslint-disable-next-line no-console -- the library knows no other place to say it
console.warn = (...said: unknown[]): void => {
  if (!String(said[0]).includes('oidc-provider WARNING: Unsupported runtime.')) warn(...said);
};

export {};
