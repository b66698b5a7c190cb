import { defineAuditEvents, defineAuditResource, fact } from '@authengine/contracts';

const resource = defineAuditResource('Project');

export const ProjectEvents = defineAuditEvents({
  created: { name: 'projects.created', description: 'A project was created', resource, metadata: { name: fact.text } },
  renamed: { name: 'projects.renamed', description: 'A project got another name', resource, metadata: { name: fact.text, old_name: fact.text } },
  deleted: { name: 'projects.deleted', description: 'A project was deleted', resource, metadata: { name: fact.text } },
});
