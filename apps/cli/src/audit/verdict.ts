import type { EvidenceFault, VerifiedLog } from '@authengine/audit';

export function summaryOf({ origin, entries, proven, cosigned, erasedEntries, expiredEntries, faults }: VerifiedLog): string {
  const verdict = faults.length === 0 ? 'whole' : 'NOT WHOLE';
  return `${verdict}: ${origin}, ${entries} entries, ${proven} of them proven by checkpoints${[...cosigned].map(([name, count]) => `, ${count} by checkpoints that ${name} cosigned`).join('')}, ${erasedEntries} without the traces of an erased person, ${expiredEntries} removed after their time`;
}

export function faultLine({ kind, origin, index, entryId, message }: EvidenceFault): string {
  const where = [index === null ? [] : [`place ${index}`], entryId === null ? [] : [`entry ${entryId}`]].flat().join(', ');
  return `${kind.replaceAll('_', ' ')}: ${origin}${where === '' ? '' : `, ${where}`}: ${message}`;
}
