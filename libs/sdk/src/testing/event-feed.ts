/** A stream of events for one listener, whose end the hub or the listener makes. */
export class EventFeed {
  private readonly waiting: string[] = [];
  private ended = false;
  private wake: () => void = () => undefined;

  send(event: string, data: unknown): void {
    this.waiting.push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    while (!this.isOver()) {
      for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) yield encoder.encode(next);
      if (this.isOver()) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private isOver(): boolean {
    return this.ended && this.waiting.length === 0;
  }
}
