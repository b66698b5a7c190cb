import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock, testSettings } from '@authengine/testing';
import { OutsideHttp } from '../outside/outside-http.js';
import { BucketAnchor } from './bucket-anchor.js';

const [KEY, SECRET, REGION] = ['AKIDEXAMPLE', 'the secret of the bucket', 'eu-central-1'];
const note = (size: number, cosigned = ''): string => `auth.test/audit/platform\n${size}\nAAAA\n\n\u2014 auth.test/audit/platform BBBB\n${cosigned}`;
const checkpoints = (...sizes: number[]): { seq: string; note: string }[] => sizes.map((size) => ({ seq: String(size), note: note(size) }));

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** AWS Signature Version 4, from its description ("Create a signed AWS API request"), for requests without a query. */
function isSigned({ method, path, headers, body }: Asked, secret: string): boolean {
  const [, scope = '', signed = '', signature] = /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '') ?? [];
  const [day = '', region = '', service = '', end = ''] = scope.split('/');
  const names = signed.split(';');
  const demanded = ['host', 'x-amz-content-sha256', 'x-amz-date', ...(method === 'PUT' ? ['if-none-match', 'x-amz-checksum-sha256'] : [])];
  if (!demanded.every((name) => names.includes(name)) || headers['x-amz-content-sha256'] !== sha256(body)) return false;
  const canonical = [method, path, '', ...names.map((name) => `${name}:${String(headers[name]).trim()}`), '', signed, sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, service, end].reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex') === signature && region === REGION && service === 's3';
}

describe('AU-01 the anchor in a bucket', () => {
  const clock = new FakeClock();
  const http = new OutsideHttp(testSettings());
  const objects = new Map<string, string>();
  const asked: Asked[] = [];
  let store: Server;
  let status = 0;
  let secret = SECRET;
  let url: string;

  beforeAll(async () => {
    store = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const question = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
        asked.push(question);
        const there = objects.get(question.path);
        if (status !== 0) response.writeHead(status).end();
        else if (!isSigned(question, secret)) response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
        else if (question.method === 'GET') response.writeHead(there === undefined ? 404 : 200).end(there);
        else if (there !== undefined && question.headers['if-none-match'] === '*') response.writeHead(412).end();
        else {
          objects.set(question.path, body.toString());
          response.writeHead(200).end();
        }
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => store.once('listening', resolve));
    url = `http://127.0.0.1:${(store.address() as AddressInfo).port}/anchors/of acme+1/`;
  });
  beforeEach(() => {
    objects.clear();
    asked.splice(0);
    [status, secret] = [0, SECRET];
  });
  afterAll(async () => {
    await http.onModuleDestroy();
    await new Promise((resolve) => store.close(resolve));
  });

  const anchor = (lockDays?: number): BucketAnchor => new BucketAnchor(http, { url: new URL(url).href, region: REGION, accessKeyId: KEY, secretAccessKey: SECRET, lockDays }, clock);
  const place = (seq: string): string => `/anchors/of%20acme%2B1/${seq.padStart(19, '0')}.txt`;

  it('puts checkpoints into an object that is named by the first, signed, and only where there is none', async () => {
    expect(await anchor().bring(checkpoints(7, 8))).toBe(2);
    expect([...objects]).toEqual([[place('7'), `${note(7)}\n${note(8)}`]]);
    const [put] = asked;
    expect(put?.headers).toMatchObject({ 'if-none-match': '*', 'content-type': 'text/plain; charset=utf-8', 'x-amz-checksum-sha256': createHash('sha256').update(put?.body ?? '').digest('base64') });
    expect(put?.headers).not.toHaveProperty('x-amz-object-lock-mode');
    expect(JSON.stringify(asked)).not.toContain(SECRET);
  });

  it('locks the object for as long as the settings say', async () => {
    await anchor(10).bring(checkpoints(1));
    // S3 takes no lock without a checksum and its name.
    expect(asked[0]?.headers).toMatchObject({ 'x-amz-object-lock-mode': 'COMPLIANCE', 'x-amz-sdk-checksum-algorithm': 'SHA256' });
    expect(Date.parse(String(asked[0]?.headers['x-amz-object-lock-retain-until-date'])) - clock.now().getTime()).toBeGreaterThan(10 * 24 * 3_600_000 - 60_000);
    expect(objects.size).toBe(1);
  });

  it('takes what is there already for what it is: its own, before a kill, even if a witness cosigned since', async () => {
    await anchor().bring(checkpoints(1, 2));
    const later = [{ seq: '1', note: note(1, '\u2014 witness.test CCCC\n') }, ...checkpoints(2, 3)];
    expect(await anchor().bring(later)).toBe(2);
    expect(objects.size).toBe(1);
    expect(objects.get(place('1'))).toBe(`${note(1)}\n${note(2)}`);
  });

  it.each([
    ['other checkpoints', () => `${note(1)}\n${note(9)}`],
    ['more than there were', () => `${note(1)}\n${note(2)}\n${note(3)}`],
    ['nothing that is one', () => 'x'],
  ])('says so when the place has %s, and replaces nothing', async (_, there) => {
    objects.set(place('1'), there());
    await expect(anchor().bring(checkpoints(1, 2))).rejects.toThrow(/other checkpoints at \/anchors/);
    expect(objects.get(place('1'))).toBe(there());
  });

  it.each([403, 500, 503, 409, 302])('rejects when the store answers %i, so that they are brought again', async (answered) => {
    status = answered;
    await expect(anchor().bring(checkpoints(1))).rejects.toThrow();
    expect(objects.size).toBe(0);
  });

  it('rejects when its secret is not the one of the store', async () => {
    secret = 'another secret';
    await expect(anchor().bring(checkpoints(1))).rejects.toThrow('403 (SignatureDoesNotMatch)');
  });
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
