import { defineExtension } from '@authengine/contracts';
import { Entity, PrimaryColumn, type MigrationInterface } from 'typeorm';
import { allMigrations, schemaFaults } from './extension-schema.js';

@Entity('parcels')
class Parcel {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
}
@Entity('parcels_scans')
class Scan {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
}
@Entity('parcels')
class OtherParcel {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
}
class Nothing {}
class Parcels1764100000000 implements MigrationInterface {
  async up(): Promise<void> {
    // Makes nothing.
  }
  async down(): Promise<void> {
    // Nothing to take away.
  }
}
class Unordered extends Parcels1764100000000 {}

const of = (parts: object, name = 'parcels') => schemaFaults([defineExtension({ name, ...parts })]);

describe('schemaFaults', () => {
  it('finds nothing wrong with tables under the extension\'s name, and its migration is one of all', () => {
    expect(of({ entities: [Parcel, Scan], migrations: [Parcels1764100000000] })).toEqual([]);
    expect(allMigrations([defineExtension({ name: 'parcels', migrations: [Parcels1764100000000] })]).at(-1)).toBe(Parcels1764100000000);
  });

  it('has a line for each table of another prefix, or of two entities', () => {
    expect(of({ entities: [Parcel, Scan] }, 'parcel')).toEqual(['table parcels of extension parcel must be parcel, or begin with parcel_', 'table parcels_scans of extension parcel must be parcel, or begin with parcel_']);
    expect(of({ entities: [Parcel, OtherParcel] })).toEqual(['table parcels is of two entities']);
    expect(of({ entities: [Nothing] })).toEqual(['Nothing of extension parcels is no entity']);
  });

  it('has a line for each migration that has no time, or is there twice', () => {
    expect(of({ migrations: [Unordered, Parcels1764100000000, Parcels1764100000000] })).toEqual(['migration Unordered of extension parcels must end in a time of 13 digits', 'migration Parcels1764100000000 is there twice']);
  });
});
