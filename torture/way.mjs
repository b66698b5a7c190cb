// A way to a server that can be slowed down and cut. It keeps its clients' connections when asked to, as a balancer does.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export async function openWay(target) {
  const links = new Set();
  const way = { delayMs: 0, port: 0, cut, mend, close };
  let isCut = false;
  const listener = createServer((client) => {
    client.on('error', () => undefined);
    if (isCut) return client.destroy();
    const server = connect(target, '127.0.0.1');
    const link = { client, server };
    links.add(link);
    for (const [from, to] of [[client, server], [server, client]]) {
      const later = line(way);
      from.on('error', () => undefined);
      from.on('data', (bytes) => later(() => to.destroyed || to.write(bytes)));
      from.on('close', () => {
        links.delete(link);
        // What was sent before the end arrives before it.
        later(() => to.destroy());
      });
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  way.port = listener.address().port;
  return way;

  function cut() {
    isCut = true;
    for (const { client, server } of links) for (const end of [client, server]) end.destroy();
  }
  function mend() {
    isCut = false;
  }
  function close() {
    cut();
    listener.close();
  }
}

/**
 * One direction of a connection: nothing overtakes what was sent before it, whatever the delay becomes. Timers of
 * different lengths may fire in another order than they are due, so there is one queue.
 */
function line(way) {
  const queue = [];
  let waits = false;
  const go = () => {
    waits = false;
    while (queue.length > 0 && queue[0].due <= Date.now()) queue.shift().work();
    if (queue.length === 0) return;
    waits = true;
    setTimeout(go, queue[0].due - Date.now());
  };
  return (work) => {
    queue.push({ due: Date.now() + way.delayMs, work });
    if (!waits) go();
  };
}
