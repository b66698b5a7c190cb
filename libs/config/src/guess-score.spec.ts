import { isFoundSoon } from './guess-score.js';

const ABOUT = ['Acme', 'root', 'example', 'com'];

describe('a password that few guesses find', () => {
  it.each(['zaq1xsw2cde3vfr4', 'dragonmaster1987', 'acme-acme-2025', 'iloveyou-princess', 'sunshine123456', 'Michael1984!'])('is %s', (password) => {
    expect(isFoundSoon(password, ABOUT)).toBe(true);
  });

  it.each([
    'seven herons over the estuary', 'vVx83-long-Quill', 'quiet-Harbour-77-lantern', 'my brother keeps nine bees', 'correct horse battery staple', 'Tr4velling-Kettle-Umbrella', 'please water Nora’s ferns', 'Xk9#vLq2@tWz',
    'zebra.kiosk.ravine.43', '8352-9471-6620-1845', 'γλυκό νερό στο πηγάδι', '蛙飛び込む水の音、夏の古池', 'gate-lemur-oxide-prawn', 'fjord bicycle mustard tango', 'a8f5f167f44f4964e6c998de', 'hJ7&pQz!m3Rw', 'dQw4w9WgXcQ-7b',
  ])('is not %s', (password) => {
    expect(isFoundSoon(password, ABOUT)).toBe(false);
  });
});
