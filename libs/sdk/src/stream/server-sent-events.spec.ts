import { serverSentEvents } from './server-sent-events.js';

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

async function read(...texts: string[]): Promise<unknown[]> {
  const events = [];
  for await (const event of serverSentEvents(chunksOf(...texts))) events.push(event);
  return events;
}

describe('a stream of events', () => {
  const stream = ': hello\n\nevent: heartbeat\nid: 7\ndata: {"epoch":7}\n\nevent: revoked\ndata:{"a":\ndata: "ä"}\n\ndata\n\nevent: cut\ndata: x\n';
  const events = [{ event: 'heartbeat', data: '{"epoch":7}' }, { event: 'revoked', data: '{"a":\n"ä"}' }, { event: 'message', data: '' }];

  it('is read event by event, and what is cut off is none', async () => {
    expect(await read(stream)).toEqual(events);
  });

  it('is the same however it comes, and with whatever line ends', async () => {
    expect(await read(...stream)).toEqual(events);
    expect(await read(...stream.replaceAll('\n', '\r\n'))).toEqual(events);
    expect(await read(stream.replaceAll('\n', '\r'), '\n')).toEqual(events);
  });

  it('is given up when an event does not end', async () => {
    const lines = `data: ${'x'.repeat(1_000)}\n`.repeat(600);
    await expect(read(lines, lines)).rejects.toThrow('no stream of events');
    await expect(read(lines, '\n', lines, '\n')).resolves.toHaveLength(2);
  });

  it('is given up when a line does not end', async () => {
    await expect(read('x'.repeat(600_000), 'x'.repeat(600_000))).rejects.toThrow('no stream of events');
  });
});
