import { isOutlived, isPublished, isRotationDue } from './rotation-rule.js';

describe('the rotation of signing keys', () => {
  const at = (minutes: number): Date => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000);

  it('uses a key only after it was shown for ten minutes', () => {
    expect([isPublished(at(0), at(9.9)), isPublished(at(0), at(10))]).toEqual([false, true]);
  });

  it('is due after the days of the setting', () => {
    expect([isRotationDue(at(0), 1, at(1439)), isRotationDue(at(0), 1, at(1440))]).toEqual([false, true]);
  });

  it('shows an old key as long as a token that it signed can live', () => {
    expect([isOutlived(at(0), at(1440)), isOutlived(at(0), at(1451))]).toEqual([false, true]);
  });
});
