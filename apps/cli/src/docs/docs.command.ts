import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Extension } from '@authengine/contracts';
import { Command, Option } from 'nest-commander';
import { ExactCommand } from '../exact-command.js';
import { CommandFault } from '../fail-command.js';
import { brokenPromises } from './event-promises.js';
import type { EventSchemas } from './event-schema-page.js';
import { EVENT_SCHEMAS, generatedPages, type GeneratedPage } from './generated-pages.js';
import { documentFaults } from '../../../api/src/openapi/document-faults.js';
import { nowhere, openApiDocument } from './openapi-document.js';

@Command({ name: 'docs', description: 'Write the pages that are generated from the code; needs no store' })
export class DocsCommand extends ExactCommand {
  async run(_args: string[], { check = false, openapi = false }: { check?: boolean; openapi?: boolean } = {}): Promise<void> {
    if (openapi) console.log(JSON.stringify(await openApiDocument(), null, 2));
    else if (check) await this.check();
    else await this.write();
  }

  @Option({ flags: '--openapi', description: 'Print the OpenAPI document in place of the pages: what clients are generated from' })
  parseOpenapi(): boolean {
    return true;
  }

  @Option({ flags: '--check', description: 'Fail when a page, or the OpenAPI document, is not what the code says' })
  parseCheck(): boolean {
    return true;
  }

  private async write(): Promise<void> {
    const pages = await generatedPages(await extensions());
    const broken = promisesBroken(pages);
    if (broken.length > 0) throw new CommandFault(broken.join('\n'));
    for (const { path, text } of pages) {
      const file = join(process.cwd(), path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      console.log(`wrote ${path}`);
    }
  }

  private async check(): Promise<void> {
    const pages = await generatedPages(await extensions());
    const stale = pages.filter(({ path, text }) => readIfThere(join(process.cwd(), path)) !== text);
    const faults = [...promisesBroken(pages), ...stale.map(({ path }) => `${path} is not what the code says; run \`npm run docs\``), ...documentFaults(await openApiDocument()).map((fault) => `OpenAPI: ${fault}`)];
    if (faults.length > 0) throw new CommandFault(faults.join('\n'));
    console.log('The generated pages and the OpenAPI document are what the code says.');
  }
}

function promisesBroken(pages: readonly GeneratedPage[]): string[] {
  const [published, now] = [readIfThere(join(process.cwd(), EVENT_SCHEMAS)), pages.find(({ path }) => path === EVENT_SCHEMAS)?.text];
  return published === undefined || now === undefined ? [] : brokenPromises(JSON.parse(published) as EventSchemas, JSON.parse(now) as EventSchemas);
}

async function extensions(): Promise<readonly Extension[]> {
  return (await nowhere()).extensions;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
