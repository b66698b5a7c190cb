// A way to a server that can be slowed down, cut, led to another server, and told to keep back what is written.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @param translate changes what the server says, where it names addresses */
export async function openWay(target, translate = (bytes) => bytes) {
  const links = new Set();
  const way = { delayMs: 0, port: 0, cut, mend, close, lead, keepBack };
  let isCut = false;
  let wanted;
  const listener = createServer((client) => {
    client.on('error', () => undefined);
    if (isCut) return client.destroy();
    const link = { client, server: undefined, kept: undefined };
    links.add(link);
    const there = line(way);
    client.on('data', (bytes) => {
      if (wanted?.(bytes, link)) return;
      if (link.kept) link.kept.push(bytes);
      else there(() => link.server.destroyed || link.server.write(bytes));
    });
    client.on('close', () => {
      links.delete(link);
      // What was sent before the end arrives before it.
      if (!link.kept) there(() => link.server.destroy());
    });
    link.back = line(way);
    join(link);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  way.port = listener.address().port;
  return way;

  function join(link) {
    const server = (link.server = connect(target, '127.0.0.1'));
    server.on('error', () => undefined);
    server.on('data', (bytes) => link.back(() => link.client.destroyed || link.client.write(translate(bytes))));
    server.on('close', () => {
      if (link.server === server) link.back(() => link.client.destroy());
    });
  }

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

  /** From now on it leads to another server. A balancer keeps its clients' connections then; without it they end. */
  function lead(port, { keepsClients }) {
    target = port;
    for (const link of links) {
      const { server } = link;
      if (keepsClients) join(link);
      server.destroy();
    }
  }

  /**
   * Keeps back the next bytes that are looked for, and all that follows on their connection. `breaks`: the client's side
   * breaks then, so that it hears nothing of them, as when a packet is late and its sender has given up.
   */
  function keepBack(looksFor, { breaks }) {
    let found;
    let link;
    const came = new Promise((resolve) => (found = resolve));
    wanted = (bytes, at) => {
      if (!looksFor(bytes.toString('latin1'))) return false;
      wanted = undefined;
      link = at;
      link.kept = [bytes];
      if (breaks) link.client.destroy();
      found();
      return true;
    };
    return {
      came,
      letGo() {
        wanted = undefined;
        if (!link?.kept) return;
        for (const bytes of link.kept) link.server.write(bytes);
        link.kept = undefined;
        if (link.client.destroyed) link.server.end();
      },
    };
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
