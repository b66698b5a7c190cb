import { Injectable } from '@nestjs/common';

/** Whether the service has begun to stop: it still answers, and asks not to be sent more. */
@Injectable()
export class Draining {
  private begun = false;
  private readonly listeners: (() => void)[] = [];

  get active(): boolean {
    return this.begun;
  }

  begin(): void {
    if (this.begun) return;
    this.begun = true;
    for (const listener of this.listeners) listener();
  }

  /** `listener` ends what would not end by itself, so that the stop need not wait for it. */
  onBegin(listener: () => void): void {
    this.listeners.push(listener);
  }
}
