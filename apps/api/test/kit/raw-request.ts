import { connect } from 'node:net';

/** Sends exactly these bytes and resolves with all that comes back until the server closes, or the client breaks off. */
export function rawRequest(port: number, bytes: string | Buffer, breakOffAfterMs?: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      if (breakOffAfterMs !== undefined) setTimeout(() => socket.destroy(), breakOffAfterMs);
    });
    let text = '';
    socket.setTimeout(10_000, () => {
      socket.destroy(new Error(`no end within 10 s; got: ${text}`));
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(text);
    });
  });
}
