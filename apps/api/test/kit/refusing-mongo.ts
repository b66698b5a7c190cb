import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { mongo } from 'mongoose';

const { BSON } = mongo;
const [OP_QUERY, OP_REPLY, OP_MSG] = [2004, 1, 2013];
const HELLO = { ok: 1, helloOk: true, ismaster: true, isWritablePrimary: true, minWireVersion: 0, maxWireVersion: 21, maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 };
const REFUSAL = { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.' };

/** As much of MongoDB as refuses whoever signs in; no package has the server itself. */
export async function startRefusingMongo(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      while (received.length >= 16 && received.length >= received.readInt32LE(0)) {
        const message = received.subarray(0, received.readInt32LE(0));
        received = received.subarray(message.length);
        socket.write(answerTo(message));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

function answerTo(message: Buffer): Buffer {
  const asked = message.readInt32LE(12);
  const hello = asked === OP_QUERY || /hello|ismaster/i.test(message.subarray(21, 60).toString('latin1'));
  const document = Buffer.from(BSON.serialize(hello ? HELLO : REFUSAL));
  // Flags, cursor, first and count of an OP_REPLY; flags and the kind of section of an OP_MSG.
  const before = asked === OP_QUERY ? Buffer.alloc(20) : Buffer.alloc(5);
  if (asked === OP_QUERY) before.writeInt32LE(1, 16);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + before.length + document.length, 0);
  header.writeInt32LE(message.readInt32LE(4), 8);
  header.writeInt32LE(asked === OP_QUERY ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, before, document]);
}
