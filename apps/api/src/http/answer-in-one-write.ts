import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';

/** Node's name for the text of the head, from `writeHead` until it is sent. */
interface WithHead {
  _header: string;
}

const STATUS_LINE = 'HTTP/1.1 200 OK\r\n';
const CONTENT_TYPE = ['Content-Type', 'application/json; charset=utf-8'];

/**
 * Answers a POST by 200 with JSON, a request id that `requestIdOf` gave, and these headers, which are the same in every answer.
 *
 * Node checks each header of each answer, and gives the socket head and body as two pieces (`writev`), which together cost
 * a tenth of an introspection. Here the headers are checked once, and the body follows the head in one text.
 */
export function answersInOneWrite(fixed: readonly string[]): (response: ServerResponse, requestId: string, json: string) => void {
  const headers = [...fixed, ...CONTENT_TYPE];
  const text = headers.reduce((before, part, at) => before + part + (at % 2 === 0 ? ': ' : '\r\n'), '');
  const works = worksHere(headers, text);
  return (response, requestId, json) => {
    const length = Buffer.byteLength(json);
    // Only where a character is a byte, since a head is written so, and where nobody has set another header.
    if (works && length === json.length && response.getHeaderNames().length === 0) {
      writeJoined(response, requestId, text, json);
      return;
    }
    response.writeHead(200, ['X-Request-Id', requestId, ...headers, 'Content-Length', String(length)]);
    response.end(json);
  };
}

function writeJoined(response: ServerResponse, requestId: string, headers: string, json: string): void {
  response.writeHead(200, ['Content-Length', String(json.length)]);
  const sent = response as unknown as WithHead;
  sent._header = `${STATUS_LINE}X-Request-Id: ${requestId}\r\n${headers}${sent._header.slice(STATUS_LINE.length)}${json}`;
  response.end();
}

/** Whether this Node writes these headers so, and a body behind them. @throws the error of Node for a header that may not be */
function worksHere(headers: readonly string[], text: string): boolean {
  const response = (): ServerResponse => new ServerResponse({ method: 'POST', httpVersionMajor: 1, httpVersionMinor: 1 } as IncomingMessage);
  response().writeHead(200, [...headers]);
  const written: string[] = [];
  const socket = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      written.push(chunk);
      done();
    },
  });
  try {
    const probe = response();
    probe.assignSocket(socket as Socket);
    writeJoined(probe, 'probe', text, '{}');
  } catch {
    return false;
  }
  const [whole = '', ...more] = written;
  return more.length === 0 && whole.startsWith(`${STATUS_LINE}X-Request-Id: probe\r\n${text}Content-Length: 2\r\n`) && whole.endsWith('\r\n\r\n{}');
}
