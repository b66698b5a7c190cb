import { defineExtension } from '@authengine/contracts';
import { Projects1764100000000 } from './migrations/1764100000000-projects.js';
import { Project } from './project.entity.js';
import { ProjectErrors } from './project.errors.js';
import { ProjectEvents } from './project.events.js';
import { ProjectPermissions } from './project.permissions.js';
import { ProjectSettings } from './project.settings.js';
import { ProjectsModule } from './projects.module.js';

/** Projects of an organization: a worked example of an extension with everything that one can have. */
export const projects = defineExtension({
  name: 'projects',
  module: ProjectsModule,
  permissions: ProjectPermissions,
  events: ProjectEvents,
  errors: ProjectErrors,
  config: ProjectSettings,
  entities: [Project],
  migrations: [Projects1764100000000],
});
