import type { IncomingMessage } from 'node:http';
import { pagePolicy } from '../pages/page-policy.js';
import { visitHandle } from './visit-handle.js';
import { checkSeal, type FormVisit } from './visit.js';

/** A form that belongs to the browser alone, whatever it is on its way to. */
export class OwnForm implements FormVisit {
  readonly seal: string;
  readonly policy = pagePolicy();

  constructor(
    protected readonly request: IncomingMessage,
    secret: string,
  ) {
    this.seal = visitHandle('form', secret, null);
  }

  checkForm(seal: unknown): void {
    checkSeal(this.request, this.seal, seal);
  }
}
