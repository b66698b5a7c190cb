import fc from 'fast-check';
import { isBelowActor } from './level-rule.js';

const level = fc.integer({ min: 0, max: 100 });

describe('the level rule', () => {
  it('RB-01 at level 50: 49 passes, 50, 51 and 100 do not', () => {
    expect([49, 50, 51, 100].map((role) => isBelowActor({ actor: 50, role, target: 0 }))).toEqual([true, false, false, false]);
  });

  it('RB-02 at level 50: a user of 49 may be acted on, one of 50 or above may not', () => {
    expect([49, 50, 60, 100].map((target) => isBelowActor({ actor: 50, role: 0, target }))).toEqual([true, false, false, false]);
  });

  it('holds for all triples: allowed exactly when role and target are strictly below the actor', () => {
    for (let actor = 0; actor <= 100; actor += 1) {
      for (let role = 0; role <= 100; role += 1) {
        for (let target = 0; target <= 100; target += 1) {
          if (isBelowActor({ actor, role, target }) !== (actor > role && actor > target)) throw new Error(`wrong for ${actor}, ${role}, ${target}`);
        }
      }
    }
  });

  it('lets nobody act on themselves, and nobody on SUPER_ADMIN', () => {
    fc.assert(
      fc.property(level, level, (actor, other) => {
        expect(isBelowActor({ actor, role: other, target: actor })).toBe(false);
        expect(isBelowActor({ actor, role: 100, target: other })).toBe(false);
      }),
    );
  });

  it('refuses what is no number', () => {
    expect(isBelowActor({ actor: NaN, role: 0, target: 0 })).toBe(false);
    expect(isBelowActor({ actor: 50, role: NaN, target: 0 })).toBe(false);
  });
});
