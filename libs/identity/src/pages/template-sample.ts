export const SAMPLE_SEAL = 'sample-seal';

const text = 'sample';

/** A page with everything, by which templates are tried at the start. */
export const SAMPLE = {
  language: 'en',
  app_name: text,
  logo_url: 'https://example.com/logo.png',
  style_url: '/pages/page.css',
  color_url: '/pages/colors/1f4fd8.css',
  script_url: '/pages/sample.js',
  data: [{ name: 'sample', value: text }],
  title: text,
  text,
  error: text,
  no_script: text,
  account: text,
  points: [{ text }],
  details: [{ text }],
  form: {
    action: '/sample-action',
    hidden: [{ name: 'seal', value: SAMPLE_SEAL }],
    fields: [{ name: 'sample', label: text, type: 'text', autocomplete: 'off', value: text, readonly: false, described_by: 'outcome', hint: text, attributes: [{ name: 'spellcheck', value: 'false' }] }],
    buttons: [{ name: 'sample', value: 'yes', text, quiet: false }],
  },
  passkey: { text },
  providers: [{ name: 'sample', href: '/', text }],
  links: [{ href: '/', text }],
  footer: [{ href: '/', text }],
};
