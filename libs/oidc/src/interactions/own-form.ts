import type { IncomingMessage } from 'node:http';
import { pagePolicy } from '../pages/page-policy.js';
import { checkSeal, derived, type FormVisit } from './visit.js';

/** A form that belongs to the browser alone, whatever it is on its way to. */
export class OwnForm implements FormVisit {
  readonly seal: string;
  readonly policy = pagePolicy();

  constructor(
    protected readonly request: IncomingMessage,
    secret: string,
  ) {
    this.seal = derived('form', secret);
  }

  checkForm(seal: unknown): void {
    checkSeal(this.request, this.seal, seal);
  }
}
