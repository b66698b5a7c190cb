import { isPictureUrl } from './picture-url.js';

describe('the URL of a picture', () => {
  it.each(['https://cdn.example.com/ada.png', 'https://cdn.example.com/a?size=64#x'])('may be %s', (url) => {
    expect(isPictureUrl(url)).toBe(true);
  });

  it.each([
    'http://cdn.example.com/ada.png', 'javascript:alert(1)', 'data:image/svg+xml,<svg/>', '//cdn.example.com/a', 'https:/cdn.example.com', 'https://', 'HTTPS://cdn.example.com/',
    'https://user:secret@cdn.example.com/', 'https://cdn.example.com/ a', 'https://cdn.example.com/\n', 'https://cdn.example.com\\@evil.com', `https://a.example/${'a'.repeat(2048)}`, '', 7, null, {},
  ])('may not be %j', (url) => {
    expect(isPictureUrl(url)).toBe(false);
  });
});
