import type { Answer } from '@authengine/persistence';
import type { Response } from 'express';

/** Thrown where a request has its answer already: no error, but the way past the handler. */
export class AnsweredBefore {
  constructor(private readonly answer: Answer) {}

  send(response: Response): void {
    const { status, headers, body } = this.answer;
    response.status(status);
    // The refusal of now may have taken a cookie away, which the answer of then gives.
    response.removeHeader('Set-Cookie');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (body === undefined) response.end();
    else response.json(body);
  }
}
