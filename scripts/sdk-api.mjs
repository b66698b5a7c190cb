// npm run docs and docs:check: writes, or checks with --check, the SDK's types of the API from the OpenAPI document of
// the build. What is refused is left out, since the SDK has one error for every refusal, and so is what no route names:
// the messages of webhooks, which docs/events.schema.json describes.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { cli, ensureBuilt, ensureInstalled, root } from './prepare.mjs';

const PREFIX = '/api/v1';
const FILE = join(root, 'libs/sdk/src/api/generated/openapi.ts');

ensureInstalled();
ensureBuilt();
const document = JSON.parse(execFileSync(process.execPath, [cli, 'docs', '--openapi'], { encoding: 'utf8', maxBuffer: 64 << 20 }));
document.paths = Object.fromEntries(
  Object.entries(document.paths)
    .filter(([path]) => path.startsWith(`${PREFIX}/`))
    .map(([path, item]) => [path.slice(PREFIX.length), withoutRefusals(item)]),
);
delete document['x-webhooks'];
document.components.schemas = named(document);
const types = astToString(await openapiTS(withoutExamples(document)))
  // Says nothing, in a third of all lines.
  .replace(/^ *(?:(?:get|put|post|delete|options|head|patch|trace|query|header|path|cookie|requestBody)\?: never|parameters: \{\s*(?:\w+\?: never;\s*)+\});\n/gm, '');
const text = `// Generated from the OpenAPI document by \`npm run docs\`.\n\n${types}`;
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  console.error('libs/sdk/src/api/generated/openapi.ts is not what the routes say: npm run docs');
  process.exit(1);
}

/** Examples are for Swagger UI; here they are a tenth of the package. A property may have that name too. */
function withoutExamples(value, key) {
  if (Array.isArray(value)) return value.map((one) => withoutExamples(one));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => key === 'properties' || (name !== 'example' && name !== 'examples'));
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutExamples(one, name)]));
}

/** The schemas that the paths name, and those that these name. */
function named({ paths, components: { schemas } }) {
  const found = new Set();
  const look = (part) => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      look(schemas[name]);
    }
  };
  look(paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)));
}

function withoutRefusals(item) {
  return Object.fromEntries(
    Object.entries(item).map(([method, operation]) => {
      if (!operation.responses) return [method, operation];
      const kept = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
      return [method, { ...operation, responses: Object.fromEntries(kept.map(([status, { description, content }]) => [status, { description, ...(content && { content }) }])) }];
    }),
  );
}
