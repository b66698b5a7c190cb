import { Inject, Injectable, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthEngine } from '../auth-engine.js';
import type { AuthEngineOptions } from '../options.js';
import { AuthEngineGuard } from './auth-engine.guard.js';

export interface AuthEngineModuleOptions extends AuthEngineOptions {
  /** Leaves the guard to `@UseGuards(AuthEngineGuard)`: a route that forgets it is open to everybody. */
  readonly guardEveryRoute?: boolean;
}

/** What `forRootAsync` is given, such as the application's own settings. */
export interface AuthEngineAsyncOptions {
  readonly imports?: NonNullable<DynamicModule['imports']>;
  readonly inject?: readonly (abstract new (...args: never[]) => unknown)[] | readonly (string | symbol)[];
  readonly useFactory: (...args: never[]) => AuthEngineOptions | Promise<AuthEngineOptions>;
  readonly guardEveryRoute?: boolean;
}

@Injectable()
class EndOfStream implements OnModuleDestroy {
  constructor(@Inject(AuthEngine) private readonly engine: AuthEngine) {}

  onModuleDestroy(): void {
    this.engine.close();
  }
}

/** Every route of the application needs somebody who is signed in, but for those that are `@Public()`. */
@Module({})
export class AuthEngineModule {
  static forRoot({ guardEveryRoute, ...options }: AuthEngineModuleOptions): DynamicModule {
    return this.forRootAsync({ useFactory: () => options, ...(guardEveryRoute === undefined ? {} : { guardEveryRoute }) });
  }

  static forRootAsync({ imports = [], inject = [], useFactory, guardEveryRoute = true }: AuthEngineAsyncOptions): DynamicModule {
    return {
      module: AuthEngineModule,
      global: true,
      imports,
      providers: [
        // A wrong URL or key ends the start here, with one line.
        { provide: AuthEngine, inject: [...inject] as never[], useFactory: async (...args: never[]) => AuthEngine.connect(await useFactory(...args)) },
        EndOfStream,
        AuthEngineGuard,
        ...(guardEveryRoute ? [{ provide: APP_GUARD, useExisting: AuthEngineGuard }] : []),
      ],
      exports: [AuthEngine, AuthEngineGuard],
    };
  }
}
