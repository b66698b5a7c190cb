import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Witnesses } from '@authengine/audit';
import { bearer, call, logInAsSuperAdmin } from './kit/person.js';
import { failureOf, programPath } from './kit/protected/program.js';
import { TestWitness } from './kit/witness.js';
import { createTestApp, type TestApp } from './test-app.js';

const SOURCE = 'apps/api/test/kit/note-verifier';
const PROGRAM = join(process.cwd(), '.cache', 'note-verifier');

function notBuilt(): string | undefined {
  const go = programPath('go');
  return go === undefined ? 'Go is not installed' : failureOf(go, ['build', '-o', PROGRAM, '.'], { cwd: SOURCE, timeoutMs: 180_000 });
}

const missing = notBuilt();

/** `golang.org/x/mod/sumdb` reads our checkpoints and proofs; nobody here wrote it. */
(missing === undefined ? describe : describe.skip)(`AU-01 a verifier of others${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let test: TestApp;
  let witness: TestWitness;
  let evidence: { verifier_key: string; witness_key: string; cosigned: string; checkpoints: string[]; inclusions: { leaf: string; proof: string[]; checkpoint: string }[]; consistency: { from: number; to: number; proof: string[] }[] };

  /** The server is in this process, and goes on meanwhile. */
  const verify = async (given: typeof evidence): Promise<{ readonly status: number | null; readonly said: string }> => {
    const program = spawn(PROGRAM);
    let said = '';
    for (const output of [program.stdout, program.stderr]) output.setEncoding('utf8').on('data', (text: string) => (said += text));
    program.stdin.on('error', () => undefined).end(JSON.stringify(given));
    const [status] = (await once(program, 'close')) as [number | null];
    return { status, said };
  };

  beforeAll(async () => {
    witness = await new TestWitness('witness.test').start();
    test = await createTestApp({ env: { AUDIT_WITNESSES: `${witness.verifierKey} ${witness.url}`, AUDIT_CHECKPOINT_SECONDS: '86400' } });
    const headers = bearer((await logInAsSuperAdmin(test)).access_token);
    const ask = async <T>(method: string, path: string): Promise<T> => {
      const { status, body } = await call<T>(test, method, path, undefined, headers);
      expect(status).toBe(200);
      return body;
    };
    const made: { note: string; size: number }[] = [];
    for (const more of [1, 2, 4, 37]) {
      for (let i = 0; i < more; i += 1) await ask('GET', '/platform/audit?limit=1');
      made.push(await ask('POST', '/platform/audit/checkpoint'));
    }
    const entries = await ask<{ id: string }[]>('GET', '/platform/audit?limit=60');
    const inclusions: typeof evidence.inclusions = [];
    for (const { id } of entries.slice(3)) inclusions.push(await ask(`GET`, `/platform/audit/proofs/inclusion?entry_id=${id}&size=${made.at(-1)?.size ?? 0}`));
    const consistency: typeof evidence.consistency = [];
    for (const [from, first] of made.entries()) {
      for (const [to, second] of made.entries()) {
        if (from <= to) consistency.push({ from, to, proof: (await ask<{ proof: string[] }>('GET', `/platform/audit/proofs/consistency?from=${first.size}&to=${second.size}`)).proof });
      }
    }
    const [key] = (await ask<{ keys: { verifier_key: string }[] }>('GET', '/audit/keys')).keys;
    witness.know(key?.verifier_key ?? '');
    await test.app.get(Witnesses, { strict: false }).cosign();
    const cosigned = (await ask<{ note: string }>('GET', '/platform/audit/checkpoint')).note;
    evidence = { verifier_key: key?.verifier_key ?? '', witness_key: witness.verifierKey, cosigned, checkpoints: made.map(({ note }) => note), inclusions, consistency };
  });
  afterAll(async () => {
    await test?.close();
    await witness?.stop();
  });

  it('agrees with every checkpoint and proof', async () => {
    expect(await verify(evidence)).toEqual({ status: 0, said: `4 checkpoints, ${evidence.inclusions.length} inclusions, 10 consistencies, cosigned by witness.test\n` });
    expect(evidence.inclusions.length).toBeGreaterThan(30);
  });

  it('agrees with nothing that was changed', async () => {
    const [first, ...others] = evidence.inclusions;
    if (!first) throw new Error('there is no proof');
    const changed: (typeof evidence)[] = [
      { ...evidence, checkpoints: evidence.checkpoints.map((note) => note.replace(/\n\d+\n/, '\n1\n')) },
      { ...evidence, inclusions: [{ ...first, leaf: first.leaf.replace('success', 'failure') }, ...others] },
      { ...evidence, inclusions: [{ ...first, proof: first.proof.slice(1) }, ...others] },
      { ...evidence, cosigned: evidence.checkpoints[0] ?? '' },
      { ...evidence, cosigned: evidence.cosigned.replace(/\n\d+\n/, '\n1\n') },
      { ...evidence, witness_key: new TestWitness('witness.test').verifierKey },
      { ...evidence, consistency: evidence.consistency.map(({ from, to, proof }) => ({ from, to, proof: [...proof].reverse() })) },
    ];
    for (const given of changed) expect((await verify(given)).status).toBe(1);
  });
});
