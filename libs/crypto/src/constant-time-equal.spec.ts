import { constantTimeEqual } from './constant-time-equal.js';

describe('constantTimeEqual', () => {
  it('tells equal from different, whatever the lengths', () => {
    expect(constantTimeEqual('same', 'same')).toBe(true);
    expect(constantTimeEqual('', '')).toBe(true);
    for (const other of ['samf', 'sam', 'same ', 'SAME', '']) expect(constantTimeEqual('same', other)).toBe(false);
  });

  it('compares text with bytes by its UTF-8 form', () => {
    expect(constantTimeEqual('é', Buffer.from([0xc3, 0xa9]))).toBe(true);
    expect(constantTimeEqual(Buffer.from([1, 2]), Buffer.from([1, 3]))).toBe(false);
  });

  it('does not take broken text for the replacement character it encodes to', () => {
    expect(constantTimeEqual('\ud800', '\ufffd')).toBe(false);
    expect(constantTimeEqual('\ud800', '\udfff')).toBe(false);
  });
});
