import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';
import type { ProviderName } from './provider-name.js';

/** The providers' names as people write them. */
@Injectable()
export class ProviderTitles {
  private readonly titles: ReadonlyMap<string, string>;

  constructor({ providers }: Settings) {
    this.titles = new Map(providers.map(({ description: { name, title } }) => [name, title]));
  }

  /** Also for a provider that is no longer configured. For one that was removed, the plain name. */
  of(name: ProviderName): string {
    return this.titles.get(name) ?? name;
  }
}
