import { visitHandle, visitNamed, type HandlePurpose } from './visit-handle.js';

const [SECRET, OTHER, UID, ANOTHER] = ['s', 't', 'u', 'v'].map((letter) => letter.repeat(43)) as [string, string, string, string];

describe('the handle of a visit', () => {
  it.each([UID, null])('names it to the browser that was shown it (%s)', (uid) => {
    expect(visitNamed('form', SECRET, visitHandle('form', SECRET, uid))).toEqual({ uid });
  });

  it.each([UID, null])('names nothing to another browser, or for another purpose (%s)', (uid) => {
    expect(visitNamed('form', OTHER, visitHandle('form', SECRET, uid))).toBeUndefined();
    for (const purpose of ['link', 'provider', 'state'] satisfies HandlePurpose[]) expect(visitNamed('form', SECRET, visitHandle(purpose, SECRET, uid))).toBeUndefined();
  });

  it('names no other question when it is changed', () => {
    const [, proof = ''] = visitHandle('form', SECRET, UID).split('.');
    for (const changed of [`${ANOTHER}.${proof}`, proof, `${UID}.${visitHandle('form', SECRET, null)}`, `${UID}.`, `${UID}`, '', undefined, ['x']]) expect(visitNamed('form', SECRET, changed)).toBeUndefined();
  });
});
