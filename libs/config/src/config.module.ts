import { Module, type DynamicModule } from '@nestjs/common';
import { Settings } from './settings.js';

/** Provides the settings, read once at start, to every class that injects `Settings`. */
@Module({})
export class ConfigModule {
  static forRoot(settings: Settings): DynamicModule {
    return { module: ConfigModule, global: true, providers: [{ provide: Settings, useValue: settings }], exports: [Settings] };
  }
}
