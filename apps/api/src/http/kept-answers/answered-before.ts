import type { Answer } from '@authengine/persistence';
import type { Response } from 'express';

/** Thrown where a request has its answer already: no error, but the way past the handler. */
export class AnsweredBefore {
  constructor(private readonly answer: Answer) {}

  send(response: Response): void {
    const { status, headers, body } = this.answer;
    response.status(status);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (body === undefined) response.end();
    else response.json(body);
  }
}
