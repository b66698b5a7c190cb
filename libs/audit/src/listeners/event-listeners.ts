import { ConfigurationError } from '@authengine/config';
import { auditEventCatalogue, LISTENER_METADATA, type Listener, type Listening } from '@authengine/contracts';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { AuditEntry } from '../entry/audit-entry.js';

type Found = Listening & { readonly listen: Listener };

/** All methods, of all providers, that listen to events. */
@Injectable()
export class EventListeners implements OnModuleInit {
  private found: readonly Found[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws ConfigurationError when two listeners would get each other's events, or one waits for an event that nobody declares */
  onModuleInit(): void {
    const names = this.names();
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    const declared = new Set(auditEventCatalogue().map(({ name }) => name));
    const unknown = new Set(this.all().flatMap(({ events }) => events.filter((name) => !declared.has(name))));
    const faults = [...[...twice].map((name) => `listener ${name} is there twice`), ...[...unknown].map((name) => `a listener waits for the event ${name}, which nobody declares`)];
    if (faults.length > 0) throw new ConfigurationError(faults);
  }

  /** The names of the listeners that run after the commit. */
  names(): string[] {
    return this.all().flatMap((listener) => (listener.when === 'after-commit' ? [listener.name] : []));
  }

  find(name: string): Listener | undefined {
    return this.all().find((listener) => listener.when === 'after-commit' && listener.name === name)?.listen;
  }

  /** The names of the listeners that receive this entry after its commit. */
  toldAfter(entry: AuditEntry): string[] {
    return this.of(entry).flatMap((listener) => (listener.when === 'after-commit' && listener.statuses.includes(entry.status) ? [listener.name] : []));
  }

  /** The listeners that run inside the act's transaction. */
  toldWithin(entry: AuditEntry): Listener[] {
    return entry.status === 'success' ? this.of(entry).flatMap(({ when, listen }) => (when === 'in-transaction' ? [listen] : [])) : [];
  }

  private of({ action }: AuditEntry): Found[] {
    return this.all().filter(({ events }) => events.includes(action));
  }

  private all(): readonly Found[] {
    this.found ??= this.discovery.getProviders().flatMap(({ instance, isAlias }) => (isAlias || typeof instance !== 'object' || instance === null ? [] : this.listenersOf(instance as Record<string, Listener>)));
    return this.found;
  }

  private listenersOf(instance: Record<string, Listener>): Found[] {
    const prototype = Object.getPrototypeOf(instance) as Record<string, object> | null;
    if (prototype === null || prototype === Object.prototype) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const described = prototype[method];
      const listening = (described && Reflect.getMetadata(LISTENER_METADATA, described)) as Listening | undefined;
      return listening ? [{ ...listening, listen: async (event: Parameters<Listener>[0]) => instance[method]?.(event) }] : [];
    });
  }
}
