import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';
import type { ProviderName } from './provider-name.js';

/** Providers as people write them. */
@Injectable()
export class ProviderTitles {
  private readonly titles: ReadonlyMap<string, string>;

  constructor({ providers }: Settings) {
    this.titles = new Map(providers.map(({ description: { name, title } }) => [name, title]));
  }

  /** Also of one that is configured no longer; of one that has left the installation, its name. */
  of(name: ProviderName): string {
    return this.titles.get(name) ?? name;
  }
}
