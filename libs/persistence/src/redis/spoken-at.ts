import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const PATIENCE_MS = 1_000;

/** The protocol at a port: Redis', TLS, another one, or no answer within a second. */
export async function spokenAt(host: string, port: number): Promise<'redis' | 'tls' | 'other' | 'nothing'> {
  const first = await firstBytes(connect({ host, port }), 'PING\r\n');
  if (first === undefined || first.length === 0) return (await shakesHands(host, port)) ? 'tls' : 'nothing';
  if (first[0] === 0x15 || first[0] === 0x16) return 'tls';
  return /^[+-]/.test(first.toString('latin1')) ? 'redis' : 'other';
}

function firstBytes(socket: Socket, said: string): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.once('connect', () => socket.write(said));
    socket.once('data', (data: Buffer) => {
      resolve(data);
      socket.destroy();
    });
    socket.once('error', () => {
      resolve(undefined);
    });
    socket.once('close', () => {
      resolve(undefined);
    });
  });
}

function shakesHands(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    // No data is sent, so the server's identity does not matter.
    const socket = connectTls({ host, port, rejectUnauthorized: false });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.once('secureConnect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => {
      resolve(false);
    });
    socket.once('close', () => {
      resolve(false);
    });
  });
}
