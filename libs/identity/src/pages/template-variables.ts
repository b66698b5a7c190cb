/** A variable of a template: what it is, and for a list what each of its members has. */
export type Variable = string | { readonly about: string; readonly each: Readonly<Record<string, string | Variable>> };
export type Variables = Readonly<Record<string, Variable>>;

/** What every template is given. What a page does not have is empty. */
export const PAGE_VARIABLES = {
  language: "the language of the page's texts: en, de, fr, es, pt, ja or zh",
  app_name: 'APP_NAME, or the name in the branding of the application',
  logo_url: 'the logo, where there is one',
  style_url: "the pages' style",
  color_url: 'the style with the colour, where there is one',
  script_url: "the page's script, where it has one; it must be in the page",
  data: { about: 'what the script reads, as data attributes of `main`', each: { name: 'its name', value: 'its value' } },
  title: 'the title',
  text: 'what the page is about',
  error: 'what went wrong the last time',
  no_script: 'for browsers without JavaScript, where the page needs it',
  account: 'the label of the field for the account, where the link of a mail has one',
  points: { about: 'a list, as of what an application asks for', each: { text: 'its text' } },
  details: { about: 'for whoever is asked for help: the code of a fault, the id of the request', each: { text: 'its text' } },
  form: { about: 'the form, where there is one', each: {
    action: 'where it is sent',
    hidden: { about: 'fields that must be sent along', each: { name: 'its name', value: 'its value' } },
    fields: { about: 'what is asked for', each: {
      name: 'its name, which is its id too',
      label: 'its label',
      type: '`text` or `password`',
      autocomplete: 'for password managers',
      value: 'what is in it',
      readonly: 'whether it cannot be changed',
      described_by: 'the ids of what describes it',
      hint: 'shown below',
      attributes: { about: 'further attributes', each: { name: 'its name', value: 'its value' } },
    } },
    buttons: { about: 'its buttons; the first one is what the page is about', each: { name: 'its name, where it has one', value: 'its value', text: 'its text', quiet: 'whether it is another way out: with `formnovalidate`' } },
  } },
  passkey: { about: 'where a passkey may be used', each: { text: 'what the button says; the script shows it' } },
  providers: { about: 'other services to sign in with', each: { name: 'like `google`', href: 'where the link goes', text: 'its text' } },
  links: { about: 'ways to go elsewhere', each: { href: 'where it goes', text: 'its text' } },
  footer: { about: 'privacy, terms of use and help, as far as they are set', each: { href: 'where it goes', text: 'its text' } },
} as const satisfies Variables;
