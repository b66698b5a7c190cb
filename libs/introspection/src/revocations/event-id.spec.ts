import { eventId, positionIn } from './event-id.js';

describe('the id of an event', () => {
  it('is read as it was written', () => {
    expect(positionIn(eventId({ xact: 731, at: 1_764_000_000_123 }))).toEqual({ xact: 731, at: 1_764_000_000_123 });
  });

  it.each(['', '731', '-731-5', '731-', '1e9-5', '731-5 ', ' 731-5', '9007199254740993-5', '99999999999999999-5', 'a-b', '1-2-3', '１-２'])('is not read from %p', (text) => {
    expect(positionIn(text)).toBeNull();
  });
});
