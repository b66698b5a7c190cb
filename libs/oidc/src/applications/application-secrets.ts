import { randomUUID } from 'node:crypto';
import { AuditTrail } from '@authengine/contracts';
import { Clock, type ApplicationId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ApplicationSecret } from './application-secret.entity.js';
import { usesSecrets } from './application-rules.js';
import type { Application } from './application.entity.js';
import { ApplicationErrors } from './application.errors.js';
import { ApplicationEvents } from './application.events.js';
import { newSecret, secretHash } from './new-secret.js';

/** The new secret and the old one, while they are exchanged. */
const MAX_SECRETS = 2;

/** The secrets of applications, stored as digests. */
@Injectable()
export class ApplicationSecrets {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /** By application, the oldest first. */
  async of(ids: readonly ApplicationId[]): Promise<ReadonlyMap<ApplicationId, readonly ApplicationSecret[]>> {
    const found = new Map<ApplicationId, ApplicationSecret[]>();
    for (const secret of await this.transactions.manager.find(ApplicationSecret, { where: { applicationId: In([...ids]) }, order: { createdAt: 'ASC', id: 'ASC' } })) {
      found.set(secret.applicationId, [...(found.get(secret.applicationId) ?? []), secret]);
    }
    return found;
  }

  /** Whether this is a secret of the application now. */
  async accepts(applicationId: ApplicationId, presented: unknown): Promise<boolean> {
    const hash = secretHash(presented);
    return hash !== null && (await this.transactions.manager.existsBy(ApplicationSecret, { applicationId, secretHash: hash }));
  }

  /**
   * Call this in a transaction that holds the application. `raw` is told this once and stored nowhere.
   * @throws ApplicationErrors.no_secrets, ApplicationErrors.too_many_secrets
   */
  async add(application: Application, actorId: UserId): Promise<{ readonly id: string; readonly raw: string; readonly prefix: string; readonly createdAt: Date }> {
    if (!usesSecrets(application)) throw ApplicationErrors.no_secrets();
    if ((await this.transactions.manager.countBy(ApplicationSecret, { applicationId: application.id })) >= MAX_SECRETS) throw ApplicationErrors.too_many_secrets();
    const { raw, prefix, hash } = newSecret();
    const secret = { id: randomUUID(), applicationId: application.id, secretPrefix: prefix, secretHash: hash, createdBy: actorId, createdAt: this.clock.now() };
    await this.transactions.manager.insert(ApplicationSecret, secret);
    await this.record(ApplicationEvents.secretCreated, application, secret);
    return { id: secret.id, raw, prefix, createdAt: secret.createdAt };
  }

  /**
   * Call this in a transaction that holds the application.
   * @throws ApplicationErrors.secret_not_found
   */
  async remove(application: Application, id: string): Promise<void> {
    const secret = await this.transactions.manager.findOneBy(ApplicationSecret, { id, applicationId: application.id });
    if (!secret) throw ApplicationErrors.secret_not_found();
    await this.transactions.manager.delete(ApplicationSecret, { id });
    await this.record(ApplicationEvents.secretDeleted, application, secret);
  }

  private async record(event: (typeof ApplicationEvents)['secretCreated'], { id, tenantId, name }: Application, secret: Pick<ApplicationSecret, 'id' | 'secretPrefix'>): Promise<void> {
    await this.trail.record(event, { resourceId: id, tenantId, metadata: { name, secret_id: secret.id, secret_prefix: secret.secretPrefix } });
  }
}
