import type { Brand } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { brandOver, type Look } from '@authengine/identity';
import { canonicalUuid, isUuid, type TenantId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

type Parameters = Readonly<Record<string, unknown>>;

/**
 * How a page looks on the way to an application: what the application says counts over what its organization says. Where
 * somebody signs in for an organization at an application of the whole company, it is the organization that is nearer. Anybody may
 * name it (ADR 31).
 */
@Injectable()
export class Looks {
  constructor(private readonly tenants: Tenants) {}

  /** `chosen` is the organization that was chosen on a page. */
  async of(params: Parameters | undefined, client: { readonly [key: string]: unknown } | undefined, chosen?: unknown): Promise<Look> {
    const application = (client?.['ae:branding'] ?? {}) as Brand;
    const bound = client?.['ae:tenant_id'] ?? null;
    const organization = await this.brandOf(bound ?? chosen ?? params?.['organization']);
    return { uiLocales: params?.['ui_locales'], brand: bound === null ? brandOver(organization, application) : brandOver(application, organization) };
  }

  /** Nothing for what is no organization: whether it is one is not said. A page is shown also where it cannot be asked for. */
  private async brandOf(named: unknown): Promise<Brand> {
    const id = canonicalUuid(named);
    return (isUuid(id) ? await this.tenants.brandOf(id as TenantId).catch(() => null) : null) ?? {};
  }
}
