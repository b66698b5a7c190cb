import { VirtualClock } from '../testing/index.js';
import type { Answer } from '../questions/answer.js';
import type { Question } from '../questions/question.js';
import { KeptAnswers } from './kept-answers.js';

const MOST = 10_000;

describe('answers that are kept', () => {
  let clock: VirtualClock;
  let kept: KeptAnswers;
  beforeEach(() => {
    clock = new VirtualClock();
    kept = new KeptAnswers(clock);
  });

  const answer = (question: Question, told: Answer): void => kept.settle(kept.begin(question), question, told, true);
  const yes = (): Answer => ({ active: true, sub: 'ada', exp: clock.wall() / 1_000 + 600 });
  const isKept = (question: Question): boolean => kept.read(question, 1_000) !== undefined;

  it('are forgotten with the first no about their token, and about no other', () => {
    const [one, two, other] = [{ token: 't' }, { token: 't', tenantId: 'x' }, { token: 'u' }];
    for (const question of [one, two, other]) answer(question, yes());
    answer({ token: 't', tenantId: 'y' }, { active: false });
    expect([one, two, other].map(isKept)).toEqual([false, false, true]);
    answer(one, yes());
    expect(isKept(one)).toBe(true);
    answer(one, { active: false });
    expect(isKept(one)).toBe(false);
  });

  it('are ten thousand at most, and the oldest goes', () => {
    for (let i = 0; i <= MOST; i += 1) answer({ token: `t${i}` }, yes());
    expect([0, 1, MOST].map((i) => isKept({ token: `t${i}` }))).toEqual([false, true, true]);
  });

  it('cost nothing where somebody shows tokens that do not stand', () => {
    const refused = (): number => {
      const began = performance.now();
      for (let i = 0; i < 2_000; i += 1) answer({ token: `bad${i}` }, { active: false });
      return performance.now() - began;
    };
    refused();
    const withNone = Math.min(refused(), refused(), refused());
    for (let i = 0; i < MOST; i += 1) answer({ token: `t${i}` }, yes());
    expect(Math.min(refused(), refused(), refused())).toBeLessThan(4 * withNone);
  });
});
