import type { WitnessSetting } from '@authengine/config';
import { Injectable } from '@nestjs/common';
import { cosignatureIn } from '../notes/cosignature.js';
import { OutsideHttp } from '../outside/outside-http.js';

export interface Submission {
  /** How many entries the last checkpoint has that the witness cosigned; 0 for none. */
  readonly oldSize: number;
  /** That the log only grew since (RFC 9162 section 2.1.4); empty when `oldSize` is 0. */
  readonly proof: readonly Buffer[];
  /** The signed checkpoint. */
  readonly note: string;
}

/** The line to add to the note; or the size that the witness knows, when that is another one. */
export type WitnessAnswer = { readonly line: string } | { readonly knows: number };

const SIZE = /^(?:0|[1-9]\d{0,14})\n?$/;

/** Speaks to witnesses (C2SP tlog-witness, `add-checkpoint`). */
@Injectable()
export class WitnessClient {
  constructor(private readonly http: OutsideHttp) {}

  /** Rejects when the witness cannot be reached, refuses the checkpoint, or answers what is none of its cosignatures. */
  async addCheckpoint(witness: WitnessSetting, { oldSize, proof, note }: Submission): Promise<WitnessAnswer> {
    const body = [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');
    const response = await this.http.ask(`${witness.url}/add-checkpoint`, { method: 'POST', body, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
    const answer = await response.text();
    if (response.status === 409 && SIZE.test(answer)) return { knows: Number(answer) };
    if (!response.ok) throw new Error(`the witness ${witness.name} answered ${response.status}${REASONS[response.status] ?? ''}`);
    const line = cosignatureIn(answer, note, witness);
    if (line === undefined) throw new Error(`the witness ${witness.name} answered no cosignature of the key that the settings have for it`);
    return { line };
  }
}

const REASONS: Readonly<Record<number, string>> = {
  403: ': it knows another key of this log',
  404: ': it does not know this log',
  422: ': to it, this log is not the one that it was',
};
