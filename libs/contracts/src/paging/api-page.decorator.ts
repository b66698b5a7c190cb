import type { Type } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';

/** A page of `type` for OpenAPI, with the headers that `answerPage` sets. */
export function ApiPage(type: Type): MethodDecorator {
  return ApiOkResponse({
    type: [type],
    headers: {
      Link: { description: 'The next page, `rel="next"`, where there is one', schema: { type: 'string' } },
      'X-Total-Count': { description: 'The number of entries on all pages; absent when they are too many to count', schema: { type: 'integer' } },
    },
  });
}
