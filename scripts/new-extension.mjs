// npm run new:extension <name>: makes a folder in extensions/ from the template, and adds its line to
// extensions/index.ts.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const template = join(root, 'scripts/templates/extension');
const [name = ''] = process.argv.slice(2);
const folder = join(root, 'extensions', name);

if (!NAME.test(name) || name.length > 30) fail('usage: npm run new:extension <name>, in lower-case words joined by _, like parcels');
if (existsSync(folder)) fail(`extensions/${name} is there already`);

const words = name.split('_');
const pascal = words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
const values = { NAME: name, UPPER: name.toUpperCase(), PASCAL: pascal, CAMEL: pascal[0].toLowerCase() + pascal.slice(1), TITLE: words.join(' '), TIME: String(Date.now()) };
mkdirSync(folder);
for (const file of readdirSync(template)) {
  const target = join('extensions', name, filled(file.replace(/\.txt$/, '')));
  writeFileSync(join(root, target), filled(readFileSync(join(template, file), 'utf8')));
  console.log(`wrote ${target}`);
}
appendFileSync(join(root, 'extensions/index.ts'), `export { ${values.CAMEL} } from './${name}/index.js';\n`);
console.log('wrote its line in extensions/index.ts\n\nNow: npx jest extensions, then npm run docs && npm start. docs/extending.md leads on from here.');

function filled(text) {
  return text.replace(/__([A-Z]+)__/g, (all, key) => values[key] ?? all);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
