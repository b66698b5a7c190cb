import type { Worker } from 'node:cluster';

/** What Node's primary sends to a worker together with a connection, and what it expects in return. */
interface Offer {
  readonly act?: string;
  readonly seq?: number;
}
interface Reply {
  readonly ack?: number;
}

/**
 * Closes the connections that a worker was offered and had not said that it took when it died, as its others are closed.
 * Node itself waits for the dead worker's reply for ever, and so does the client. No other worker gets them: the dead one
 * may have read a part of a request, and its reply may have been on its way.
 */
export function closeUntakenConnections(worker: Worker): void {
  const child = worker.process;
  const offered = new Set<number>();
  const send = child.send.bind(child) as (...sent: unknown[]) => boolean;
  child.send = (message: Offer, ...rest: unknown[]): boolean => {
    if (message.act === 'newconn' && message.seq !== undefined) offered.add(message.seq);
    return send(message, ...rest);
  };
  child.on('internalMessage', ({ ack }: Reply) => {
    if (ack !== undefined) offered.delete(ack);
  });
  // All that it replied has been read by then, which is not so at its exit.
  child.once('close', () => {
    if (offered.size === 0) return;
    // Node leaves this out while a connection on its way is not acknowledged. Without it the dead worker is offered others.
    child.emit('disconnect');
    // The primary closes its side of a connection that was accepted.
    for (const ack of offered) child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: true });
  });
}
