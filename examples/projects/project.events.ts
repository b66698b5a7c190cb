import { defineAuditEvents, defineAuditResource } from '@authengine/contracts';

const resource = defineAuditResource('Project');

export const ProjectEvents = defineAuditEvents({
  created: { name: 'projects.created', description: 'A project was created', resource, metadata: ['name'] },
  renamed: { name: 'projects.renamed', description: 'A project got another name', resource, metadata: ['name', 'old_name'] },
  deleted: { name: 'projects.deleted', description: 'A project was deleted', resource, metadata: ['name'] },
});
