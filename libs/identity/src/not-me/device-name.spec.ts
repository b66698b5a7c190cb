import fc from 'fast-check';
import { deviceName } from './device-name.js';

describe('deviceName', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge on Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari on an iPhone'],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Chrome on Android'],
    ['Mozilla/5.0 (compatible)', 'an unknown device'],
    ['curl/8.5.0', 'curl 8.5.0'],
    ['node', 'node'],
    [null, 'an unknown device'],
    ['', 'an unknown device'],
  ])('calls %s %s', (agent, name) => {
    expect(deviceName(agent)).toBe(name);
  });

  it('lets no sender put words or links into our mails', () => {
    expect(deviceName('You won! Claim at https://evil.example/prize')).toBe('You');
    expect(deviceName('https://evil.example/')).toBe('an unknown device');
    expect(deviceName('evil.example/1 visit')).toBe('evil');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (agent) => {
        expect(deviceName(agent)).toMatch(/^[A-Za-z0-9 _-]{1,40}(?: \d+(?:\.\d+){0,2})?$/);
      }),
    );
  });
});
