import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Closable {
  additionalProperties?: unknown;
  readonly properties?: Record<string, Closable>;
  readonly allOf?: Closable[];
}
type Message = Readonly<Record<string, unknown>>;

/** Published schemas let fields be added. What the service sends today has none beyond them. */
function close(message: Closable): void {
  message.additionalProperties = false;
  const metadata = message.properties?.['data']?.allOf?.[1]?.properties?.['metadata'];
  if (metadata) metadata.additionalProperties = false;
}

/** The faults of messages by the schemas that are published: `docs/events.schema.json`, and those of the OpenAPI document. */
export function messageFaults(document: OpenAPIObject): (type: string, message: Message) => string[] {
  const published = JSON.parse(readFileSync('docs/events.schema.json', 'utf8')) as { $defs: Record<string, Closable> };
  for (const definition of Object.values(published.$defs)) close(definition);
  const ofPage = new Ajv2020({ allErrors: true, strictTypes: false, keywords: ['version'] });
  formats.default(ofPage);
  ofPage.addSchema(published, 'page');
  const api = structuredClone(document) as unknown as { components: { schemas: Record<string, Closable> } };
  const named = Object.entries(api.components.schemas).filter(([name]) => name.endsWith('Event'));
  for (const [, schema] of named) close(schema);
  const ofApi = new Ajv({ allErrors: true, strict: false });
  formats.default(ofApi);
  ofApi.addSchema(api, 'api');
  const compiled = new Map<string, ValidateFunction[]>();
  return (type, message) => {
    if (!(type in published.$defs)) return [`${type} has no schema`];
    const component = named.find(([, schema]) => (schema.properties?.['type'] as { enum?: string[] } | undefined)?.enum?.includes(type))?.[0];
    if (component === undefined) return [`${type} has no schema in OpenAPI`];
    const validators = compiled.get(type) ?? [ofPage.compile({ $ref: `page#/$defs/${type}` }), ofApi.compile({ $ref: `api#/components/schemas/${component}` })];
    compiled.set(type, validators);
    return validators.flatMap((validate) => (validate(message) ? [] : (validate.errors ?? []).map(({ instancePath, message: text, params }) => `${type}${instancePath} ${text ?? ''} ${JSON.stringify(params)}`)));
  };
}
