// To syslog: RFC 5424 messages with their lengths before them, over TLS (RFC 5425) or TCP (RFC 6587).
import { connect as connectTcp } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { follow } from './follow.mjs';

const { SYSLOG_URL = 'tls://syslog.example.com:6514' } = process.env;
const { protocol, hostname: host, port } = new URL(SYSLOG_URL);

/** RFC 5424 section 6.2.1: facility "security/authorization", with the severity of what happened. */
const AUTHPRIV = 10;
const SEVERITIES = { success: 6, failure: 5, denied: 4 };

/** RFC 5424 section 6.3.3: these three are escaped in values. */
const escaped = (value) => String(value ?? '').replace(/["\\\]]/g, '\\$&');

function message({ id, action, status, created_at, actor_id, tenant_id, ...entry }) {
  const data = `[audit@32473 id="${escaped(id)}" action="${escaped(action)}" status="${escaped(status)}" actor="${escaped(actor_id)}" tenant="${escaped(tenant_id)}" ip="${escaped(entry.ip_address)}"]`;
  const text = JSON.stringify({ id, action, status, created_at, actor_id, tenant_id, ...entry });
  const line = `<${AUTHPRIV * 8 + SEVERITIES[status]}>1 ${created_at} ${hostname()} authengine - audit ${data} ${text}`;
  return `${Buffer.byteLength(line)} ${line}`;
}

// Syslog answers nothing. So each batch has a connection of its own, and counts when the receiver closes it after we did: it has then read to
// the end. One that closes before has perhaps read nothing.
const SETTLE_MS = 300;

await follow(
  (entries) =>
    new Promise((resolve, reject) => {
      const options = { host, port: Number(port), allowHalfOpen: true };
      const socket = protocol === 'tls:' ? connectTls({ ...options, servername: host }) : connectTcp(options);
      let closing = false;
      let read = false;
      socket.setTimeout(30_000, () => socket.destroy(new Error('syslog does not read')));
      socket.on('error', reject);
      socket.on('end', () => {
        read = closing;
        socket.destroy();
      });
      socket.on('close', () => (read ? resolve() : reject(new Error('syslog broke the connection off'))));
      socket.resume();
      socket.write(entries.map(message).join(''), () =>
        setTimeout(() => {
          closing = true;
          socket.end();
        }, SETTLE_MS),
      );
    }),
);
