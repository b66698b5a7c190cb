import cluster, { type Worker } from 'node:cluster';

/** What Node's primary sends to a worker together with a connection, and what it expects in return. */
interface Offer {
  readonly act?: string;
  readonly seq?: number;
}
interface Reply {
  readonly ack?: number;
}

/**
 * Gives the connections that a worker was offered and had not taken when it died to another worker. Node itself waits for
 * the dead worker's reply for ever, and so does the client. The worker has read nothing from these connections: it replies
 * before it reads. Without another worker they are closed.
 */
export function passOnUntakenConnections(worker: Worker): void {
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
    // Node leaves this out while an offer has no reply. Without it the dead worker is offered further connections.
    child.emit('disconnect');
    const isLast = Object.values(cluster.workers ?? {}).every((other) => other?.isConnected() !== true);
    // Node closes a connection that was accepted, and offers any other one again.
    for (const ack of offered) child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: isLast });
  });
}
