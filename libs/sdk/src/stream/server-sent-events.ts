/** One event of a stream (WHATWG HTML section 9.2.6). */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

const MAX_WAITING = 1024 * 1024;

/** The events of a stream as they are complete. @throws Error for a stream that says endlessly much before its next line or event ends */
export async function* serverSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let waiting = '';
  let event = '';
  let data: string[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting += decoder.decode(chunk, { stream: true });
    if (waiting.length + size > MAX_WAITING) throw new Error('the stream is no stream of events');
    // A carriage return at the end may be the first half of a line end.
    const lines = waiting.split(/\r\n|\n|\r(?!$)/);
    waiting = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (event !== '' || data.length > 0) yield { event: event === '' ? 'message' : event, data: data.join('\n') };
        event = '';
        data = [];
        size = 0;
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') event = value;
      else if (field === 'data') {
        data.push(value);
        size += value.length;
      }
    }
  }
}
