import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The torture is no part of what is compiled here, so a process of its own runs it. */
async function printed(script: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: __dirname });
  return JSON.parse(stdout);
}

/** Three claims in one batch, with `happens` between its beginning and its answers `stand`; the violations' texts. */
async function inBatch(happens: string, stand: string, before = ''): Promise<string[]> {
  return (await printed(`
    import { History } from './history.mjs';
    console.error = () => {};
    const history = new History();
    const claims = ['first', 'second', 'third'].map((name) => history.claim(name, async () => true));
    const [first, second, third] = claims;
    await new Promise((resolve) => setTimeout(resolve, 2));
    ${before}
    await history.checkAll(claims, { name: 'node-1' }, async () => { ${happens} return ${stand}; });
    console.log(JSON.stringify(history.violations.map(({ what }) => what)));`)) as string[];
}

const END = `history.ends([second], 'ends'); history.acknowledged([second], '204');`;

describe('how the torture judges the answers of a batch', () => {
  it('holds each answer to its own end', async () => {
    expect(await inBatch('', '[true, true, true]', END)).toEqual([expect.stringMatching(/^second: node-1, .* said that it stands, after its end was acknowledged/)]);
    expect(await inBatch('', '[true, false, true]', END)).toEqual([]);
  });

  it('lets an end that came after the beginning be seen or not', async () => {
    expect(await inBatch(END, '[true, true, true]')).toEqual([]);
    expect(await inBatch(END, '[true, false, true]')).toEqual([]);
  });

  it('misses what nobody has ended', async () => {
    expect(await inBatch('', '[true, true, false]', END)).toEqual([
      expect.stringMatching(/^second: /),
      expect.stringMatching(/^third: node-1, .* said that it does not stand, and nobody has ended it/),
    ]);
  });

  it('takes no answer for none', async () => {
    expect(await inBatch('', '[undefined, undefined, undefined]', END)).toEqual([]);
  });
});

describe('what the torture demands of every answer', () => {
  const faultOf = (question: object, answer: unknown): Promise<unknown> =>
    printed(`import { faultOf } from './questions.mjs'; console.log(JSON.stringify(faultOf(${JSON.stringify(question)}, ${JSON.stringify(answer)}) ?? null));`);

  it.each([
    [{}, { active: true, permissions: [] }, null],
    [{}, { active: false }, null],
    [{ permission: 'a' }, { active: true, allowed: true, permissions: ['a'] }, null],
    [{}, null, 'says nothing of active'],
    [{}, { active: false, sub: 'x' }, 'tells more of a token that does not stand'],
    [{ permission: 'a' }, { active: true, permissions: ['a'] }, 'has no decision'],
    [{ permission: 'a' }, { active: true, allowed: true, permissions: ['b'] }, 'allows what its list does not have, or the other way round'],
    [{ permission: 'a' }, { active: true, allowed: false, permissions: ['a'] }, 'allows what its list does not have, or the other way round'],
  ])('to %j: %j', async (question, answer, fault) => {
    expect(await faultOf(question, answer)).toBe(fault);
  });
});
