import { Settings } from '@authengine/config';
import { InTransaction, type HappenedEvent } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { TenantEvents } from '@authengine/directory';
import { Injectable } from '@nestjs/common';
import { ProjectSettings } from './project.settings.js';
import { Projects } from './projects.js';

/** A new tenant has a project from the start, where the settings say so: both come about, or neither. */
@Injectable()
export class FirstProject {
  constructor(
    private readonly projects: Projects,
    private readonly settings: Settings,
  ) {}

  @InTransaction(TenantEvents.created)
  async give({ tenantId }: HappenedEvent): Promise<void> {
    const { PROJECTS_FIRST_NAME } = this.settings.of(ProjectSettings);
    if (PROJECTS_FIRST_NAME !== undefined && tenantId !== null) await this.projects.create(tenantId as TenantId, PROJECTS_FIRST_NAME);
  }
}
