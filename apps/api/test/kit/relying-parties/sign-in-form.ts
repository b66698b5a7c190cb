import type { Page } from 'playwright-core';
import { PASSWORD } from '../person.js';

/** Fills in the hosted sign-in as a person does: the address first, and the password where it is asked for. */
export async function signInOnPage(page: Page, email: string): Promise<void> {
  await page.fill('input[name=email]', email);
  if (!(await page.isVisible('input[type=password]'))) await page.press('input[name=email]', 'Enter');
  await page.fill('input[type=password]', PASSWORD);
  await page.press('input[type=password]', 'Enter');
}
