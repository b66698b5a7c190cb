// Which part may import which. The `allowed` list fails closed: an import that no entry allows is an error. Another lib
// is imported only as @authengine/<lib>, which is its src/index.ts.

const SPEC = '\\.(spec|int-spec|e2e-spec)\\.ts$';
const E2E_KIT = '^apps/api/test/';
/** Files that pages show and only tests run: on other people's packages, as a service that is not on our SDK. */
const SHOWN = '^examples/(?:services|sign-in)/';
const TEST_ONLY = [SPEC, E2E_KIT, SHOWN, '^libs/testing/'];
const KERNEL_SOURCE = '^libs/kernel/(?!.*spec\\.ts$)';
/** What services import as @authengine/sdk/<part>. */
const SDK_PARTS = '^libs/sdk/src/(express|nest|testing)/index\\.ts$';
const indexOf = (...libs) => `^libs/(${libs.join('|')})/src/index\\.ts$`;

/** One layer: its own files, and the public exports of the layers it names. */
const layer = (comment, lib, ...below) => [
  { comment: `${lib}: ${comment}`, from: { path: `^libs/${lib}/` }, to: { path: `^libs/${lib}/` } },
  ...(below.length > 0 ? [{ comment: `${lib}: ${comment}`, from: { path: `^libs/${lib}/` }, to: { path: indexOf(...below), dependencyTypes: ['aliased'] } }] : []),
];

const foundation = ['kernel', 'contracts', 'config', 'crypto', 'persistence', 'mail'];

module.exports = {
  allowedSeverity: 'error',
  allowed: [
    ...layer('the rules that need no framework, so it stands on nothing', 'kernel'),
    ...layer('the words that all features share; it says, others do', 'contracts', 'kernel'),
    ...layer('reads the environment for all above it', 'config', 'kernel', 'contracts'),
    ...layer('keys and hashes know no data and no feature; only the settings give them their secrets', 'crypto', 'kernel', 'contracts', 'config'),
    ...layer('the stores know no feature', 'persistence', 'kernel', 'contracts', 'config', 'crypto'),
    ...layer('carries what features write; its queue is in the database', 'mail', 'kernel', 'contracts', 'config', 'crypto', 'persistence'),
    ...layer('what exists, before anybody does anything with it', 'directory', ...foundation),
    ...layer('features describe events with the words of contracts; none imports the store, nor it any feature', 'audit', ...foundation),
    ...layer('who is signed in, of those who exist', 'sessions', ...foundation, 'directory', 'audit'),
    ...layer('how people prove who they are, which begins a session', 'identity', ...foundation, 'directory', 'audit', 'sessions'),
    ...layer('decides for people that identity knows', 'rbac', ...foundation, 'directory', 'audit', 'sessions', 'identity'),
    ...layer('second factors of people that identity knows; roles do not concern it', 'mfa', ...foundation, 'directory', 'audit', 'sessions', 'identity'),
    ...layer('who runs an organization is a question of roles', 'tenancy', ...foundation, 'directory', 'audit', 'sessions', 'identity', 'rbac'),
    ...layer('a provider login ends like any other: with roles and second factors', 'oauth', ...foundation, 'directory', 'audit', 'sessions', 'identity', 'rbac', 'mfa'),
    ...layer('applications of the company sign in with us: sessions, roles and second factors are there', 'oidc', ...foundation, 'directory', 'audit', 'sessions', 'identity', 'rbac', 'mfa', 'tenancy', 'oauth'),
    ...layer('answers for all the layers below and is asked by none of them', 'introspection', ...foundation, 'directory', 'audit', 'sessions', 'identity', 'rbac', 'mfa', 'tenancy', 'oauth', 'oidc'),
    ...layer('runs in other services, which must not install this one with it', 'sdk'),
    { comment: 'sdk: Nest only for those who have it', from: { path: '^libs/sdk/src/nest/' }, to: { dependencyTypes: ['npm-peer'] } },
    ...layer('puts whole applications together for specs', 'testing', '[^/]+'),
    { comment: 'testing: it starts the server that the specs talk to', from: { path: '^libs/testing/' }, to: { path: '^apps/api/src/' } },
    { comment: 'specs: the test kit is theirs', from: { path: [SPEC, E2E_KIT] }, to: { path: indexOf('testing'), dependencyTypes: ['aliased'] } },
    { comment: 'apps: each has its own files', from: { path: '^apps/([^/]+)/' }, to: { path: '^apps/$1/' } },
    { comment: 'apps: they put the libs together', from: { path: '^apps/' }, to: { path: indexOf('(?!testing/)[^/]+'), dependencyTypes: ['aliased'] } },
    { comment: 'apps: the one list of extensions', from: { path: '^apps/api/src/listed-extensions\\.ts$' }, to: { path: '^extensions/index\\.ts$', dependencyTypes: ['aliased'] } },
    { comment: 'extensions: each has its own files', from: { path: '^(extensions|examples)/([^/]+)/' }, to: { path: '^$1/$2/' } },
    { comment: 'extensions: the contracts of all libs, as apps have them', from: { path: '^(extensions|examples)/' }, to: { path: indexOf('(?!testing/)[^/]+'), dependencyTypes: ['aliased'] } },
    { comment: 'services among the examples: the parts of the SDK', from: { path: '^examples/' }, to: { path: SDK_PARTS, dependencyTypes: ['aliased'] } },
    { comment: 'the list of extensions: they, and examples that are tried out', from: { path: '^extensions/index\\.ts$' }, to: { path: '^(extensions|examples)/' } },
    { comment: 'specs of extensions: the test application', from: { path: `^(extensions|examples)/.*${SPEC}` }, to: { path: [E2E_KIT, '^(extensions|examples)/'] } },
    { comment: 'cli: `authengine run` is the server, and the commands use its modules; the server knows nothing of commands', from: { path: '^apps/cli/' }, to: { path: '^apps/api/src/' } },
    { comment: 'kernel: no input or output, so of Node only randomness, hashes and the names of hosts', from: { path: KERNEL_SOURCE }, to: { path: '^(crypto|url)$', dependencyTypes: ['core'] } },
    { comment: "everywhere but the kernel: Node's own modules", from: { pathNot: KERNEL_SOURCE }, to: { dependencyTypes: ['core'] } },
    { comment: 'everywhere but the kernel: declared packages', from: { pathNot: KERNEL_SOURCE }, to: { dependencyTypes: ['npm'] } },
    {
      comment: 'everywhere but the kernel: the types of development packages, which are gone once built',
      from: { pathNot: KERNEL_SOURCE },
      to: { path: 'node_modules/', dependencyTypes: ['type-only'], dependencyTypesNot: ['npm-no-pkg', 'npm-unknown'] },
    },
    { comment: 'specs and the test kit: development packages', from: { path: TEST_ONLY }, to: { dependencyTypes: ['npm-dev'] } },
  ],
  // The list above refuses most of these too; here they get a name that says what is wrong. Only these rules see
  // cycles.
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-deep-import',
      comment: 'What a lib promises is in its src/index.ts and is imported as @authengine/<lib>.',
      severity: 'error',
      from: { path: '^(libs|apps|extensions|examples)/([^/]+)' },
      to: { path: '^libs/', pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$', SDK_PARTS] },
    },
    {
      name: 'no-relative-import-of-a-lib',
      comment: 'The build rewrites @authengine/<lib>; a relative path to another lib hides the layer.',
      severity: 'error',
      from: { path: '^(libs|apps|extensions|examples)/([^/]+)' },
      to: { path: '^libs/', pathNot: '^$1/$2/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'test-kit-in-specs-only',
      comment: 'libs/testing is not part of the build.',
      severity: 'error',
      from: { pathNot: TEST_ONLY },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'no-spec-import',
      comment: 'What two specs share belongs to libs/testing.',
      severity: 'error',
      from: {},
      to: { path: SPEC },
    },
    {
      name: 'no-undeclared-package',
      comment: 'A package that another one happens to bring can go with any update.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no-development-package-in-the-product',
      comment: 'It is not installed in production.',
      severity: 'error',
      from: { pathNot: TEST_ONLY },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports count: a layer that uses another layer's types depends on it.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: 'node_modules' },
    // What `npm run build:sdk` has made of the sources.
    exclude: { path: '^libs/sdk/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
