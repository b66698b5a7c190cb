import { randomUUID } from 'node:crypto';
import { Settings } from '@authengine/config';
import { AuditTrail, decodeCursor, pageOf, RequestErrors, type Page, type PageQuery } from '@authengine/contracts';
import { Clock, type TenantId } from '@authengine/kernel';
import { isUniqueViolation, Transactions } from '@authengine/persistence';
import { Tenants } from '@authengine/directory';
import { Injectable } from '@nestjs/common';
import type { FindOneOptions } from 'typeorm';
import { Project } from './project.entity.js';
import { ProjectErrors } from './project.errors.js';
import { ProjectEvents } from './project.events.js';
import { ProjectSettings } from './project.settings.js';

/** The projects of tenants. Each method is given the tenant and sees its projects alone. */
@Injectable()
export class Projects {
  constructor(
    private readonly transactions: Transactions,
    private readonly tenants: Tenants,
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async list(tenantId: TenantId, { limit, cursor }: PageQuery): Promise<Page<Project>> {
    const query = this.transactions.manager.createQueryBuilder(Project, 'project').where('project.tenant_id = :tenantId', { tenantId });
    if (cursor !== undefined) query.andWhere('(project.created_at, project.id) < (:createdAt, :id)', { ...decodeCursor(cursor) });
    const rows = await query.orderBy('project.created_at', 'DESC').addOrderBy('project.id', 'DESC').limit(limit + 1).getMany();
    return pageOf(rows, limit);
  }

  read(tenantId: TenantId, id: string): Promise<Project> {
    return this.find({ where: { id, tenantId } });
  }

  /** @throws ProjectErrors.name_taken, ProjectErrors.too_many */
  async create(tenantId: TenantId, name: string): Promise<Project> {
    const project: Project = { id: randomUUID(), tenantId, name, createdAt: this.clock.now() };
    return this.uniquely(async () => {
      // Two requests at once may not both find the last free place.
      await this.tenants.lock(tenantId);
      if ((await this.transactions.manager.countBy(Project, { tenantId })) >= this.settings.of(ProjectSettings).PROJECTS_MAX_PER_TENANT) throw ProjectErrors.too_many();
      await this.transactions.manager.insert(Project, project);
      await this.trail.record(ProjectEvents.created, { tenantId, resourceId: project.id, metadata: { name } });
      return project;
    });
  }

  /** @throws ProjectErrors.name_taken */
  async rename(tenantId: TenantId, id: string, name: string): Promise<Project> {
    return this.uniquely(async () => {
      const project = await this.hold(tenantId, id);
      await this.transactions.manager.update(Project, { id, tenantId }, { name });
      await this.trail.record(ProjectEvents.renamed, { tenantId, resourceId: id, metadata: { name, old_name: project.name } });
      return { ...project, name };
    });
  }

  async delete(tenantId: TenantId, id: string): Promise<void> {
    await this.transactions.run(async () => {
      const { name } = await this.hold(tenantId, id);
      await this.transactions.manager.delete(Project, { id, tenantId });
      await this.trail.record(ProjectEvents.deleted, { tenantId, resourceId: id, metadata: { name } });
    });
  }

  /** Nobody else changes it until the transaction ends. */
  private hold(tenantId: TenantId, id: string): Promise<Project> {
    return this.find({ where: { id, tenantId }, lock: { mode: 'pessimistic_write' } });
  }

  private async find(options: FindOneOptions<Project>): Promise<Project> {
    const project = await this.transactions.manager.findOne(Project, options);
    if (!project) throw RequestErrors.not_found();
    return project;
  }

  /** The constraint decides whether a name is free, so that of two requests at once one gets it. */
  private async uniquely<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.transactions.run(work);
    } catch (error) {
      if (isUniqueViolation(error)) throw ProjectErrors.name_taken();
      throw error;
    }
  }
}
