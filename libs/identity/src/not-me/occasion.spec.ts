import { runInRequest } from '@authengine/contracts';
import { occasion, placeOf } from './occasion.js';

describe('the place of an occasion', () => {
  it.each(['203.0.113.7', '2001:db8::1', null])('is read from what was said of it (%s)', async (ip) => {
    const said = await runInRequest({ requestId: 'r', ip, userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', principal: null }, () => Promise.resolve(occasion(new Date(0))));
    const { address, device } = placeOf(said);
    expect(address).toBe(ip ?? 'unknown');
    expect(device).not.toBe('');
    expect(said).toBe(`on Thu, 01 Jan 1970 00:00:00 GMT, from the address ${address}, with ${device}`);
  });
});
