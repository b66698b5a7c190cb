import { mediaType } from './media-type.js';

describe('the media type of a body', () => {
  it.each([
    'application/json',
    'Application/JSON',
    ' application/json ',
    'application/json;',
    'application/json ; charset=utf-8',
    'application/json; charset="UTF-8"',
    'application/json;charset=utf8;',
    'application/json; v=1; charset=utf-8',
    'application/json; v="a;b"',
    'application/json;\tprofile=x',
  ])('is JSON: %j', (header) => {
    expect(mediaType(header)).toBe('application/json');
  });

  it.each([undefined, '', 'text/plain', 'application/jsonx', 'application/ json', 'application/json x', 'application/json; charset=latin1', 'application/json; charset="utf-16"', 'application/json; charset='])('is not JSON in UTF-8: %j', (header) => {
    expect(mediaType(header)).not.toBe('application/json');
  });

  it.each(['application/json', 'application/json;', 'application/json; charset=', 'application/json; charset="', 'application/json; a="\\'])('is found in a time that grows with the length alone: %s', (beginning) => {
    for (const run of [' ', '\t', ';', '"', '\\"', '=', ' ;', '; a=', ';"']) {
      const began = process.cpuUsage();
      mediaType(beginning + run.repeat(200_000 / run.length) + 'x');
      const { user, system } = process.cpuUsage(began);
      // A time that grows with the square takes seconds on any machine.
      expect((user + system) / 1000).toBeLessThan(2_000);
    }
  });
});
