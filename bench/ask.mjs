// One request at a time on a connection that is kept: what a load generator cannot say, and with little CPU of its own.
import { request } from 'node:http';

/** `{ status, headers, text, ms }` of an answer, whatever its status. */
export function send(agent, url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const asking = request(url, { agent, method, headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString(), ms: performance.now() - began }));
    });
    // A server closes an idle connection when it likes, also while the next request is on its way to it: that one is sent again.
    asking.on('error', (error) => (asking.reusedSocket && error.code === 'ECONNRESET' ? send(agent, url, { method, headers, body }).then(resolve, reject) : reject(error)));
    asking.end(body);
  });
}

/** The same with a JSON body. */
export function post(agent, url, body) {
  return send(agent, url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
