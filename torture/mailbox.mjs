// A mail server that takes whatever comes, and finds the links in it.
import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** Most mails have a link that nobody looks for. */
const KEPT = 5_000;

export async function openMailbox() {
  const links = new Map();
  const waiting = new Map();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      simpleParser(stream).then(
        ({ text = '' }) => {
          for (const { address } of session.envelope.rcptTo) for (const [, path, token] of text.matchAll(/auth\.test(\/[\w-]+)#token=([\w.~-]+)/g)) keep(`${path} ${address.toLowerCase()}`, token);
          done();
        },
        (error) => done(error),
      );
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    env: { EMAIL_PROVIDER: 'smtp', SMTP_URL: `smtp://127.0.0.1:${server.server.address().port}`, SMTP_TLS: 'off', EMAIL_SENDER: 'no-reply@auth.test' },
    /** The token of the link to this page in a mail to this address; undefined when none has come. */
    async token(path, address, ms) {
      const name = `${path} ${address}`;
      if (!links.has(name)) await new Promise((resolve) => {
        waiting.set(name, resolve);
        setTimeout(resolve, ms);
      });
      waiting.delete(name);
      const token = links.get(name);
      links.delete(name);
      return token;
    },
    kill: () => new Promise((resolve) => server.close(resolve)),
  };

  function keep(name, token) {
    links.set(name, token);
    if (links.size > KEPT) links.delete(links.keys().next().value);
    waiting.get(name)?.();
  }
}
