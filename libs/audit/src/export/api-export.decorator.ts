import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';

const JSONL = '{"id":"019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10","action":"audit.log.read","status":"success","created_at":"2026-01-31T12:00:00.000Z"}\n';
const CSV = 'id,created_at,action,status\r\n019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10,2026-01-31T12:00:00.000Z,audit.log.read,success\r\n';

/** The answers of an export, in OpenAPI. */
export function ApiExport(): MethodDecorator {
  return applyDecorators(
    ApiOkResponse({
      description: 'The entries, newest first. An answer that breaks off is not whole',
      headers: { 'Content-Disposition': { description: 'A name for the file', schema: { type: 'string' } } },
      content: { 'application/x-ndjson': { schema: { type: 'string' }, example: JSONL }, 'text/csv': { schema: { type: 'string' }, example: CSV } },
    }),
  );
}
