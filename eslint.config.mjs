import eslint from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const SPECS = ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'];
const NODE_GLOBALS = Object.fromEntries(
  ['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'performance', 'AbortController', 'AbortSignal', 'TextEncoder', 'TextDecoder'].map((name) => [name, 'readonly']),
);

const noEnvironmentImport = { name: 'node:process', importNames: ['env'], message: 'Inject Settings; libs/config alone reads the environment.' };
const noEnvironmentImportBare = { ...noEnvironmentImport, name: 'process' };
const noForwardRef = { name: '@nestjs/common', importNames: ['forwardRef'], message: 'A cycle between modules is a layer in the wrong place.' };
const noHttpException = {
  name: '@nestjs/common',
  importNames: ['forwardRef', 'HttpException', 'BadRequestException', 'UnauthorizedException', 'ForbiddenException', 'NotFoundException', 'ConflictException', 'InternalServerErrorException', 'ServiceUnavailableException', 'UnprocessableEntityException'],
  message: 'Refuse with an error of defineErrors(); it is in the catalogue and in the documentation. forwardRef hides a cycle.',
};

const rowsOfAccess = '/^(User|Tenant|Membership|Session|Role|RolePermission|RoleAssignment|ServiceKey|Application)$/';
const writesOfAccess = String.raw`/\b(INSERT INTO|UPDATE|DELETE FROM) (users|tenants|memberships|sessions|roles|role_permissions|role_assignments|service_keys|applications)\b/`;
const oneWriter = 'Rows that decide what somebody may do have one writer each, which raises the versions: call it (Users.update, Tenants.update, Memberships, Sessions, RoleAssignments …).';
const namedExports = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one name for one thing everywhere.' },
  { selector: 'ExportSpecifier[exported.name="default"]', message: 'Named exports only: one name for one thing everywhere.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.cache/', '.authengine/', 'node_modules/', 'libs/sdk/dist/', 'libs/sdk/src/api/generated/', '**/*.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: NODE_GLOBALS },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { regexp },
    rules: {
      // Strangers choose the text, so no pattern may take longer than the text's length allows.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: false, ignorePartial: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      // This rule skips files with decorators, because their metadata needs value imports.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-deprecated': 'error',
      // An implementation of an asynchronous port may have nothing to await.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', 400],
      'no-restricted-imports': ['error', { paths: [noEnvironmentImport, noEnvironmentImportBare, noForwardRef] }],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Inject Settings; libs/config alone reads the environment.' }],
      'no-restricted-syntax': [
        'error',
        ...namedExports,
        { selector: `CallExpression[callee.property.name=/^(insert|update|upsert|save|delete|softDelete|remove|into|from)$/][arguments.0.name=${rowsOfAccess}]`, message: oneWriter },
        { selector: `Literal[value=${writesOfAccess}]`, message: oneWriter },
        { selector: `TemplateElement[value.raw=${writesOfAccess}]`, message: oneWriter },
      ],
    },
  },
  {
    files: ['libs/**/*.ts', 'extensions/**/*.ts', 'examples/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-imports': ['error', { paths: [noEnvironmentImport, noEnvironmentImportBare, noHttpException] }] },
  },
  {
    // Its refusals are answers of other services, which have Nest's own errors.
    files: ['libs/sdk/src/nest/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noEnvironmentImport, noEnvironmentImportBare, noForwardRef] }] },
  },
  {
    files: SPECS,
    rules: {
      'max-lines': ['error', 600],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // These read only output of the product under test, never text from strangers.
      'regexp/no-super-linear-backtracking': 'off',
      'regexp/no-super-linear-move': 'off',
      // Answers of a server under test are `any` until an assertion checks them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['libs/config/**/*.ts', 'libs/testing/**/*.ts', 'apps/api/test/**/*.ts', 'apps/*/src/main.ts', 'bench/**/*.ts', ...SPECS], rules: { 'no-restricted-properties': 'off' } },
  { files: ['apps/cli/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // The exceptions: the classes that own these rows, the code that adds rows at start, and the code that deletes
    // outdated rows.
    files: [
      'libs/directory/src/{users/users,tenants/tenants,memberships/memberships}.ts',
      'libs/sessions/src/sessions/sessions.ts',
      // It moves a session's refresh counter and times, which are in no cache entry.
      'libs/sessions/src/refresh/plain-rotation.ts',
      'libs/rbac/src/{assignments/role-assignments,role-definitions/role-definition.service,permissions/declared-permissions,bootstrap/role-catalogue}.ts',
      'libs/introspection/src/service-keys/{service-keys,service-key-usage}.ts',
      'libs/oidc/src/applications/applications.ts',
      'libs/identity/src/pruning/pruning.ts',
      'libs/persistence/src/{migrations/*,addresses/settle-addresses}.ts',
      'libs/testing/**/*.ts',
      'apps/api/test/**/*.ts',
      'bench/**/*.ts',
      ...SPECS,
    ],
    rules: { 'no-restricted-syntax': ['error', ...namedExports] },
  },
  // Migrations are history and stay as they are; these tools need a default export.
  { files: ['libs/persistence/src/migrations/**/*.ts'], rules: { 'max-lines': 'off' } },
  { files: ['jest.config.ts', 'knip.config.ts', '**/data-source.ts', '**/*-data-source.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
