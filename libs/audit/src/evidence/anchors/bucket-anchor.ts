import { createHash } from 'node:crypto';
import type { Clock } from '@authengine/kernel';
import { AwsV4Signer } from 'aws4fetch';
import type { Response } from 'undici';
import { splitNotes } from '../notes/checkpoint.js';
import type { OutsideHttp } from '../outside/outside-http.js';
import { asText, type Anchor, type Unanchored } from './anchor.js';

const DAY_MS = 24 * 3_600_000;
/** As many digits as a bigint has, so that names are in the order of their numbers. */
const DIGITS = 19;

interface Bucket {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For how long nobody may delete what is put there; undefined: as the bucket itself says. */
  readonly lockDays?: number | undefined;
}

/**
 * A bucket of a store that speaks S3. Each object has some checkpoints and is named by the number of the first. It is put
 * only where there is none (`If-None-Match: *`), so nobody who has this key, and no older state of the database, replaces one.
 */
export class BucketAnchor implements Anchor {
  readonly name = 'bucket';
  readonly mark = 'in_bucket';

  constructor(
    private readonly http: OutsideHttp,
    private readonly bucket: Bucket,
    private readonly clock: Clock,
  ) {}

  async bring(checkpoints: readonly Unanchored[]): Promise<number> {
    const [first] = checkpoints;
    if (!first) throw new Error('there is nothing to bring');
    // S3 reads a plus sign in a path as a space.
    const url = `${this.bucket.url.replace(/\/$/, '').replaceAll('+', '%2B')}/${first.seq.padStart(DIGITS, '0')}.txt`;
    const put = await this.ask('PUT', url, asText(checkpoints));
    const answer = await put.text();
    if (put.ok) return checkpoints.length;
    if (put.status !== 412) throw new Error(`the anchors' bucket answered ${put.status}${codeIn(answer)}`);
    return this.thereAlready(url, checkpoints);
  }

  /** A node was killed after it had put the object and before it noted that. */
  private async thereAlready(url: string, checkpoints: readonly Unanchored[]): Promise<number> {
    const got = await this.ask('GET', url);
    const text = await got.text();
    if (!got.ok) throw new Error(`the anchors' bucket answered ${got.status}${codeIn(text)} to a question for what it has`);
    const kept = splitNotes(text);
    // A witness may have cosigned since.
    const isSame = kept.length > 0 && kept.every((note, n) => checkpoints[n]?.note.startsWith(note) === true);
    if (!isSame) throw new Error(`the anchors' bucket has other checkpoints at ${new URL(url).pathname}: the database is not the one that it was, or the place belongs to another installation`);
    return kept.length;
  }

  private async ask(method: 'PUT' | 'GET', url: string, body?: string): Promise<Response> {
    const { region, accessKeyId, secretAccessKey } = this.bucket;
    const digest = createHash('sha256').update(body ?? '').digest();
    const headers = { 'X-Amz-Content-Sha256': digest.toString('hex'), ...(body === undefined ? {} : this.headersOfObject(digest)) };
    const datetime = this.clock.now().toISOString().replace(/[:-]|\.\d{3}/g, '');
    const signed = await new AwsV4Signer({ method, url, headers, service: 's3', region, accessKeyId, secretAccessKey, datetime }).sign();
    return this.http.ask(signed.url.href, { method, headers: Object.fromEntries(signed.headers), ...(body === undefined ? {} : { body }) });
  }

  private headersOfObject(digest: Buffer): Record<string, string> {
    const { lockDays } = this.bucket;
    const until = lockDays === undefined ? undefined : new Date(this.clock.now().getTime() + lockDays * DAY_MS);
    return {
      'Content-Type': 'text/plain; charset=utf-8',
      'If-None-Match': '*',
      'X-Amz-Sdk-Checksum-Algorithm': 'SHA256',
      'X-Amz-Checksum-Sha256': digest.toString('base64'),
      ...(until ? { 'X-Amz-Object-Lock-Mode': 'COMPLIANCE', 'X-Amz-Object-Lock-Retain-Until-Date': until.toISOString() } : {}),
    };
  }
}

/** S3's name for its refusal, such as AccessDenied. */
function codeIn(answer: string): string {
  const [, code] = /<Code>(\w{1,80})<\/Code>/.exec(answer) ?? [];
  return code === undefined ? '' : ` (${code})`;
}
