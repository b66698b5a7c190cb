import { PAGE_TEMPLATES, PAGE_VARIABLES, PART_TEMPLATES, type Variables } from '@authengine/identity';
import { table } from './markdown-table.js';

export const ABOUT_PAGES = `The pages on which people sign in, sign up, agree and sign out are rendered by the service, in the first language that it has of
\`ui_locales\` and of the browser (English, German, French, Spanish, Portuguese, Japanese, Chinese). They need no JavaScript but for
passkeys and for the links of mails, whose secret no server sees before the click. The folder [pages](pages) has a
picture of each, light and dark; \`npm run docs:pages\` takes them.

**Name, logo, colour and links** are settings ([config.md](config.md), "Pages"); an application has its own in \`branding\`
(\`PATCH /platform/applications/{id}\`), and so has an organization (\`PATCH /tenants/{tenant_id}\`, with \`tenant.update\`). An organization's
counts once it is known: the application belongs to it, the request names it (\`organization=<tenant id>\`), it was chosen on a page, or it
invites somebody. Of an application that belongs to it, the application's own counts over it; otherwise the organization's counts over
the application's. Whoever has a link that names an organization sees its look. The logo is https, and a page lets the browser load
pictures from where it is alone; black or white stands on the colour, whichever is easier to read.

**Templates**: \`PAGES_DIR\` names a folder with a company's own templates, as [Mustache](https://mustache.github.io/mustache.5.html)
files named like the shipped ones in \`libs/identity/src/pages/templates\`. Where it has none, the shipped one counts; \`page.css\` there
takes the place of the style. They are read and tried at the start: a template that cannot be read, that names a variable or a
part that is not there, shows something without escaping it, has scripts, styles or handlers inside (the pages' policy lets no
browser use them), or leaves out the form's hidden fields, stops the start, and the message names the file. Everything is
escaped. A name in a list is looked for in its members first, then outside; \`{{#points.length}}\` asks whether a list has members.`;

export function templateTables(): string[] {
  return [
    `## Pages\n\n${table(['Template', 'What it is for'], rows(PAGE_TEMPLATES))}`,
    `## Parts\n\n\`{{> top}}\` takes in a part.\n\n${table(['Part', 'What is in it'], rows(PART_TEMPLATES))}`,
    `## Variables\n\nEvery page is given all of them; what it does not have is empty.\n\n${table(['Variable', 'What it is'], variableRows(PAGE_VARIABLES, ''))}`,
  ];
}

function rows(names: Readonly<Record<string, string>>): string[][] {
  return Object.entries(names).map(([name, about]) => [`\`${name}.html\``, about]);
}

function variableRows(variables: Variables, before: string): string[][] {
  return Object.entries(variables).flatMap(([name, variable]) => {
    const path = before + name;
    return typeof variable === 'string' ? [[`\`${path}\``, variable]] : [[`\`${path}\``, variable.about], ...variableRows(variable.each, `${path} › `)];
  });
}
