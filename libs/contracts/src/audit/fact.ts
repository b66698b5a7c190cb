/** The JSON schema of one metadata field, in words that OpenAPI 3.0 has too. */
export interface FactSchema {
  readonly type?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly format?: 'date-time';
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly items?: FactSchema;
  readonly additionalProperties?: boolean;
}

const text: FactSchema = { type: 'string' };
const texts: FactSchema = { type: 'array', items: text };

/** What a metadata field of an audit event can be. A text may be cut short, so none has a form of its own but times. */
export const fact = {
  text,
  textOrNull: { ...text, nullable: true },
  texts,
  textsOrNull: { ...texts, nullable: true },
  /** A number of things. */
  count: { type: 'integer', minimum: 0 },
  number: { type: 'integer' },
  numberOrNull: { type: 'integer', nullable: true },
  flag: { type: 'boolean' },
  time: { ...text, format: 'date-time' },
  timeOrNull: { ...text, format: 'date-time', nullable: true },
  /** Fields of a thing, by their names in the API. */
  fields: { type: 'object', additionalProperties: true },
} as const satisfies Readonly<Record<string, FactSchema>>;
