import { Settings } from '@authengine/config';
import { RequestErrors } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import type { ApplicationId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { Application } from '../applications/application.entity.js';
import { Applications } from '../applications/applications.js';
import { demoUrl } from './demo-url.js';

/** The application that signs people in on the demo page: in development alone, where the OpenID provider is on. */
@Injectable()
export class DemoApplication {
  constructor(
    private readonly settings: Settings,
    private readonly applications: Applications,
    private readonly users: Users,
    private readonly transactions: Transactions,
  ) {}

  /** The page, and where answers return to. @throws RequestErrors.not_found where there is no demo */
  url(): string {
    const url = demoUrl(this.settings);
    if (url === null) throw RequestErrors.not_found();
    return url;
  }

  /**
   * Its `client_id`; the first call registers it, in the name of the super admin.
   * @throws RequestErrors.not_found where there is no demo, or no super admin any more
   */
  async clientId(): Promise<ApplicationId> {
    const url = this.url();
    return this.transactions.run(async () => {
      // Of several first visitors one registers it.
      await this.transactions.manager.query("SELECT pg_advisory_xact_lock(hashtextextended('demo-application', 0))");
      const known = await this.transactions.manager.createQueryBuilder(Application, 'application').where("type = 'spa' AND redirect_uris = :uris", { uris: [url] }).orderBy('created_at').getOne();
      if (known) return known.id;
      const admin = await this.users.findByEmail(this.settings.values.SUPERADMIN_EMAIL);
      if (!admin) throw RequestErrors.not_found();
      const { application } = await this.applications.create({ name: 'Demo', type: 'spa', tenantId: null, firstParty: true, redirectUris: [url], postLogoutRedirectUris: [url] }, admin.id);
      return application.id;
    });
  }
}
