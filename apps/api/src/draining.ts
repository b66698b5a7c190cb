import { Injectable } from '@nestjs/common';

/** Whether the service has begun to stop: it still answers, and asks not to be sent more. */
@Injectable()
export class Draining {
  private begun = false;

  get active(): boolean {
    return this.begun;
  }

  begin(): void {
    this.begun = true;
  }
}
