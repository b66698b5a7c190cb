import { createServer } from 'node:http';
import { Socket } from 'node:net';
import { Overload } from './overload.js';

describe('the event loop of a process', () => {
  it('is not late by what its start took', async () => {
    const server = createServer();
    const overload = new Overload(server, { CONNECTIONS_AT_ONCE: 10, EVENT_LOOP_DELAY_MS: 300 });
    // As long as loading and connecting take on a slow machine, in one turn.
    for (const until = Date.now() + 1_100; Date.now() < until; );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve));
    expect(overload.reasonFor(new Socket())).toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
  });
});
