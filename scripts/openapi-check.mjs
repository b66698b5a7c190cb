// npm run openapi:check [-- <file>]: checks an OpenAPI document, by default the build's, with validators and a client
// generator. Prints the faults and exits with 1, or finds none.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { cli, ensureBuilt, ensureInstalled } from './prepare.mjs';

/** Redocly's recommended rules that the contract breaks on purpose. */
const ACCEPTED = {
  // `accounts` is not a provider, and `login`, `link` and `callback` are not ids. `/tenants/roles/{tenant_id}/…` and
  // `/tenants/{tenant_id}/projects/…` never meet, since a tenant's id is a UUID and no word.
  'no-ambiguous-paths': /\/auth\/oauth\/accounts\/\{id\}|`[^`]*\/tenants\/(?:[a-z_-]+\/\{tenant_id\}\/[^`]*` and `[^`]*\/tenants\/\{tenant_id\}\/|\{tenant_id\}\/[^`]*` and `[^`]*\/tenants\/[a-z_-]+\/\{tenant_id\}\/)/,
  // The browser is redirected to the provider, so there is no 2xx answer.
  'operation-2xx-response': /~1auth~1oauth~1\{provider\}~1(?:login|link~1start)\/get/,
};

ensureInstalled();
const [file] = process.argv.slice(2);
const text = file === undefined ? documentOfTheBuild() : readFileSync(file, 'utf8');
const faults = [...(await redocly(text)), ...(await schema(text)), ...(await typescript(text))];
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log('The OpenAPI document is valid, and a TypeScript client can be made of it.');

function documentOfTheBuild() {
  ensureBuilt();
  return execFileSync(process.execPath, [cli, 'docs', '--openapi'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

async function redocly(source) {
  const problems = await lintFromString({ source, config: await createConfig({ extends: ['recommended'] }) });
  return problems
    .map(({ ruleId, message, location }) => ({ ruleId, line: `${ruleId}: ${message} (${location[0]?.pointer ?? '?'})` }))
    .filter(({ ruleId, line }) => !ACCEPTED[ruleId]?.test(line))
    .map(({ line }) => `redocly: ${line}`);
}

async function schema(source) {
  const { valid, errors } = await new Validator().validate(JSON.parse(source));
  return valid ? [] : [`openapi-schema-validator: ${JSON.stringify(errors)}`];
}

/** The compiler checks the types from openapi-typescript as strictly as it can. */
async function typescript(source) {
  const types = astToString(await openapiTS(source, { silent: true }));
  const file = 'openapi.d.ts';
  const options = { strict: true, noEmit: true, types: [], skipLibCheck: false, target: ts.ScriptTarget.ES2023 };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, types, options.target) : getSourceFile(name, ...rest));
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map(({ messageText }) => `openapi-typescript: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}
