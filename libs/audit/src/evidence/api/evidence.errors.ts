import { defineErrors } from '@authengine/kernel';

export const EvidenceErrors = defineErrors('audit_evidence', {
  no_checkpoint: { status: 404, title: 'No checkpoint', detail: 'This log has no checkpoint yet; ask for one (POST).' },
  entry_unknown: { status: 404, title: 'Entry not known', detail: 'This log has no such entry.' },
  not_signed_yet: { status: 404, title: 'Not signed yet', detail: 'No checkpoint has this entry yet; ask for one (POST to the checkpoint), or again later.' },
  contradicted: { status: 409, title: 'Not signed', detail: 'The log is not the one that was signed before, so it is not signed again; an administrator must verify it.' },
});
