/**
 * Jest reads this file through ts-node, and has swc compile it, which takes a tenth of the time that tsc takes.
 *
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"swc": true}
 */
import type { Config } from 'jest';

/** Published as ES modules only; compiled to CommonJS together with the tests. */
const esmOnly = ['@nestjs', '@electric-sql', 'file-type', 'strtok3', 'token-types', '@tokenizer', '@borewit', 'uint8array-extras', 'load-esm', '@otplib', '@noble', '@scure', 'oauth4webapi', 'openid-client', 'jose', 'oidc-provider', 'canonicalize'];

const config: Config = {
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/extensions', '<rootDir>/examples', '<rootDir>/torture'],
  testEnvironment: 'node',
  testRegex: '\\.(spec|int-spec|e2e-spec)\\.ts$',
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: {
    '^@authengine/extensions$': '<rootDir>/extensions/index.ts',
    '^@authengine/sdk/([^/]+)$': '<rootDir>/libs/sdk/src/$1/index.ts',
    '^@authengine/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    // It offers itself to `import` alone, and compiled tests require.
    '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  cacheDirectory: '<rootDir>/.cache/jest',
  setupFiles: ['<rootDir>/libs/testing/src/quiet-library.ts'],
  // For a machine that is many times slower than this needs: a slow machine is no failed test.
  testTimeout: 300_000,
};

export default config;
