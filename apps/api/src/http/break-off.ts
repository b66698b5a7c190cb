import type { ServerResponse } from 'node:http';

/**
 * Ends the connection of an answer that cannot be given, so that its client takes nothing for an answer. One that waits for its
 * turn on a connection has no socket yet, and Node 24 forgets then that it was destroyed.
 */
export function breakOff(response: ServerResponse): void {
  if (response.socket === null) response.once('socket', (socket: { destroy(): void }) => socket.destroy());
  response.destroy();
}
