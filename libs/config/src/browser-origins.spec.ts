import { isPageOrigin } from './browser-origins.js';

describe('an origin in CORS_ORIGINS', () => {
  it.each(['https://app.example.com', 'http://localhost:5173', 'capacitor://localhost', 'ionic://localhost', 'tauri://localhost', 'app://shell', 'chrome-extension://abcdefghijklmnop', 'http://[::1]:8080'])('is taken: %s', (origin) => {
    expect(isPageOrigin(origin)).toBe(true);
  });

  it.each(['https://app.example.com/', 'https://app.example.com/path', 'app.example.com', 'null', 'file://localhost', 'data://x', 'javascript://x', 'https://APP.example.com', 'capacitor://', 'capacitor://localhost/x', 'https://user@app.example.com', 'https://app.example.com:443', 'capacitor://local host'])('is refused: %s', (origin) => {
    expect(isPageOrigin(origin)).toBe(false);
  });
});
